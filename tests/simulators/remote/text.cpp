#include "simulators/remote/text.hpp"

#include <fmt/format.h>

#include <array>

namespace daypass::simulator {
namespace {

char fold(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = fold(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

std::string folded(std::string_view text) {
  std::string made(text);
  for (char& c : made) c = fold(c);
  return made;
}

bool equal_folded(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (fold(left[i]) != fold(right[i])) return false;
  }
  return true;
}

std::string percent_decoded(std::string_view text, bool plus_is_space) {
  std::string made;
  made.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high >= 0 && low >= 0) {
        made += static_cast<char>(high * 16 + low);
        i += 2;
        continue;
      }
    }
    made += text[i] == '+' && plus_is_space ? ' ' : text[i];
  }
  return made;
}

std::string percent_encoded(std::string_view text) {
  std::string made;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (fold(c) >= 'a' && fold(c) <= 'z') || c == '-' ||
                       c == '.' || c == '_' || c == '~';
    if (plain) {
      made += c;
    } else {
      made += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return made;
}

std::string base64_decoded(std::string_view text) {
  std::string made;
  unsigned bits = 0;
  int held = 0;
  for (char c : text) {
    if (c == '+') c = '-';
    if (c == '/') c = '_';
    const auto at = base64_alphabet.find(c);
    if (at == std::string_view::npos) break;
    bits = (bits << 6 | static_cast<unsigned>(at)) & 0xFFFFFF;
    held += 6;
    if (held >= 8) {
      held -= 8;
      made += static_cast<char>(bits >> held & 0xFF);
    }
  }
  return made;
}

std::string base64url_encoded(std::string_view bytes) {
  std::string made;
  unsigned bits = 0;
  int held = 0;
  for (const char c : bytes) {
    bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xFFFFFF;
    held += 8;
    while (held >= 6) {
      held -= 6;
      made += base64_alphabet[bits >> held & 63];
    }
  }
  if (held > 0) made += base64_alphabet[bits << (6 - held) & 63];
  return made;
}

std::vector<std::pair<std::string, std::string>> form_fields(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> fields;
  while (!text.empty()) {
    const auto end = text.find('&');
    const auto field = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (field.empty()) continue;
    const auto mark = field.find('=');
    const auto value = mark == std::string_view::npos ? std::string_view{} : field.substr(mark + 1);
    fields.emplace_back(percent_decoded(field.substr(0, mark), true), percent_decoded(value, true));
  }
  return fields;
}

namespace {

struct parts {
  int year;
  unsigned month, day, weekday;
  long hour, minute, second;
  long micros;
};

parts split(instant at) {
  const auto day = std::chrono::floor<days>(at);
  const std::chrono::year_month_day date{day};
  const auto since = at - day;
  const auto whole = std::chrono::floor<seconds>(since).count();
  return {int(date.year()),     unsigned(date.month()),
          unsigned(date.day()), std::chrono::weekday{day}.c_encoding(),
          whole / 3600,         whole / 60 % 60,
          whole % 60,           (since - seconds{whole}).count()};
}

std::string written(const parts& p, char between) {
  return fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}", p.year, p.month, p.day, between,
                     p.hour, p.minute, p.second);
}

}  // namespace

std::string zoneless_text(instant at) {
  return written(split(at), 'T');
}
std::string seconds_text(instant at) {
  return zoneless_text(at) + 'Z';
}
std::string sts_text(instant at) {
  return written(split(at), ' ') + 'Z';
}

std::string precise_text(instant at) {
  const parts p = split(at);
  std::string text = written(p, 'T');
  if (p.micros != 0) {
    text += fmt::format(".{:06}", p.micros);
    while (text.back() == '0') text.pop_back();
  }
  return text + 'Z';
}

std::string http_date(instant at) {
  static constexpr std::array weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const parts p = split(at);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", weekdays[p.weekday], p.day,
                     months[p.month - 1], p.year, p.hour, p.minute, p.second);
}

namespace {

/// Takes `count` digits from the front of `text`, or -1.
long take_number(std::string_view& text, std::size_t count) {
  if (text.size() < count) return -1;
  long value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || fold(text.front()) != fold(wanted)) return false;
  text.remove_prefix(1);
  return true;
}

/// Reads ".765173" (up to seven digits) in microseconds; 0 without one, -1 when malformed.
long take_fraction(std::string_view& text) {
  if (!take(text, '.')) return 0;
  long micros = 0;
  std::size_t digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; ++digits) {
    if (digits < 6) micros = micros * 10 + (text.front() - '0');
    text.remove_prefix(1);
  }
  if (digits == 0 || digits > 12) return -1;
  for (; digits < 6; ++digits) micros *= 10;
  return micros;
}

std::optional<minutes> take_zone(std::string_view& text) {
  if (take(text, 'Z')) return minutes{0};
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const long sign = text.front() == '-' ? -1 : 1;
  text.remove_prefix(1);
  const long hour = take_number(text, 2);
  if (hour < 0 || hour > 14 || !take(text, ':')) return std::nullopt;
  const long minute = take_number(text, 2);
  if (minute < 0 || minute > 59) return std::nullopt;
  return minutes{sign * (hour * 60 + minute)};
}

}  // namespace

std::optional<instant> parse_time(std::string_view text) {
  const long year = take_number(text, 4);
  if (year < 0 || !take(text, '-')) return std::nullopt;
  const long month = take_number(text, 2);
  if (month < 1 || !take(text, '-')) return std::nullopt;
  const long day = take_number(text, 2);
  if (day < 1 || !take(text, 'T')) return std::nullopt;
  const long hour = take_number(text, 2);
  if (hour < 0 || hour > 23 || !take(text, ':')) return std::nullopt;
  const long minute = take_number(text, 2);
  if (minute < 0 || minute > 59 || !take(text, ':')) return std::nullopt;
  const long second = take_number(text, 2);
  if (second < 0 || second > 59) return std::nullopt;
  const long micros = take_fraction(text);
  const auto zone = micros < 0 ? std::nullopt : take_zone(text);
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(year)},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!zone || !text.empty() || !date.ok()) return std::nullopt;
  return instant{std::chrono::sys_days{date}} + hours{hour} + minutes{minute} + seconds{second} +
         microseconds{micros} - *zone;
}

}  // namespace daypass::simulator

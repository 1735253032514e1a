#include "daypass/net/http_date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace daypass::net {
namespace {

constexpr std::array<std::string_view, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> day_names{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};

struct civil {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

// Reads a text from its front; once something doesn't fit, nothing fits any more.
class reader {
 public:
  explicit reader(std::string_view text) : rest_(text) {}

  void literal(std::string_view wanted) {
    if (!rest_.starts_with(wanted)) ok_ = false;
    if (ok_) rest_.remove_prefix(wanted.size());
  }

  // Exactly `width` digits; a leading space counts as zero where asctime pads with one.
  int number(std::size_t width, bool space_padded = false) {
    if (rest_.size() < width) ok_ = false;
    int value = 0;
    for (std::size_t at = 0; ok_ && at < width; ++at) {
      const char letter = space_padded && at == 0 && rest_[at] == ' ' ? '0' : rest_[at];
      if (letter < '0' || letter > '9') ok_ = false;
      value = value * 10 + (letter - '0');
    }
    if (ok_) rest_.remove_prefix(width);
    return value;
  }

  unsigned month() {
    const auto found = std::ranges::find(month_names, rest_.substr(0, 3));
    if (found == month_names.end()) ok_ = false;
    if (!ok_) return 0;
    rest_.remove_prefix(3);
    return static_cast<unsigned>(found - month_names.begin()) + 1;
  }

  void time_of_day(civil& when) {
    when.hour = number(2);
    literal(":");
    when.minute = number(2);
    literal(":");
    when.second = number(2);
  }

  [[nodiscard]] bool done() const { return ok_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

std::optional<instant> to_instant(const civil& when) {
  using namespace std::chrono;
  const year_month_day date{year{when.year}, month{when.month}, day{when.day}};
  // A leap second is legal in the grammar; it counts as the second after it.
  if (!date.ok() || when.hour > 23 || when.minute > 59 || when.second > 60) return std::nullopt;
  return instant{sys_days{date} + hours{when.hour} + minutes{when.minute} + seconds{when.second}};
}

// Sun, 06 Nov 1994 08:49:37 GMT
std::optional<civil> read_imf_fixdate(std::string_view text) {
  constexpr std::size_t day_size = 5;
  reader in(text.substr(std::min(day_size, text.size())));
  civil when;
  when.day = static_cast<unsigned>(in.number(2));
  in.literal(" ");
  when.month = in.month();
  in.literal(" ");
  when.year = in.number(4);
  in.literal(" ");
  in.time_of_day(when);
  in.literal(" GMT");
  return in.done() ? std::optional(when) : std::nullopt;
}

// Sunday, 06-Nov-94 08:49:37 GMT
std::optional<civil> read_rfc850(std::string_view text, instant now) {
  using namespace std::chrono;
  reader in(text.substr(std::min(text.find(", ") + 2, text.size())));
  civil when;
  when.day = static_cast<unsigned>(in.number(2));
  in.literal("-");
  when.month = in.month();
  in.literal("-");
  const int short_year = in.number(2);
  in.literal(" ");
  in.time_of_day(when);
  in.literal(" GMT");
  if (!in.done()) return std::nullopt;
  const int this_year = static_cast<int>(year_month_day{floor<days>(now)}.year());
  when.year = this_year - this_year % 100 + short_year;
  if (when.year > this_year + 50) when.year -= 100;
  return when;
}

// Sun Nov  6 08:49:37 1994
std::optional<civil> read_asctime(std::string_view text) {
  constexpr std::size_t day_size = 4;
  reader in(text.substr(std::min(day_size, text.size())));
  civil when;
  when.month = in.month();
  in.literal(" ");
  when.day = static_cast<unsigned>(in.number(2, true));
  in.literal(" ");
  in.time_of_day(when);
  in.literal(" ");
  when.year = in.number(4);
  return in.done() ? std::optional(when) : std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Digits with at most one fraction, as microseconds; what is beyond a microsecond is dropped.
std::optional<duration> read_seconds(std::string_view text, duration longest) {
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  const auto fraction = point == std::string_view::npos ? "" : text.substr(point + 1);
  const auto is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
  if (whole.empty() || !std::ranges::all_of(whole, is_digit)) return std::nullopt;
  if (point != std::string_view::npos && fraction.empty()) return std::nullopt;
  if (!std::ranges::all_of(fraction, is_digit)) return std::nullopt;
  std::int64_t count = 0;
  const auto read = std::from_chars(whole.data(), whole.data() + whole.size(), count);
  if (read.ec != std::errc{} || count > std::chrono::floor<seconds>(longest).count()) {
    return longest;
  }
  std::int64_t micros = 0;
  for (std::size_t at = 0; at < 6; ++at) {
    micros = micros * 10 + (at < fraction.size() ? fraction[at] - '0' : 0);
  }
  return std::min<duration>(seconds{count} + microseconds{micros}, longest);
}

}  // namespace

std::optional<instant> parse_http_date(std::string_view text, instant now) {
  text = trimmed(text);
  const auto day = std::ranges::find_if(
      day_names, [text](std::string_view name) { return text.starts_with(name.substr(0, 3)); });
  if (day == day_names.end()) return std::nullopt;
  const auto after_name = text.substr(text.starts_with(*day) ? day->size() : 3);
  std::optional<civil> when;
  if (!after_name.starts_with(", ")) {
    when = read_asctime(text);
  } else if (text.starts_with(*day)) {
    when = read_rfc850(text, now);
  } else {
    when = read_imf_fixdate(text);
  }
  if (!when) return std::nullopt;
  return to_instant(*when);
}

std::string format_http_date(instant at) {
  using namespace std::chrono;
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss time{floor<seconds>(at - day)};
  return fmt::format(
      "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
      day_names.at(weekday{day}.c_encoding()).substr(0, 3), static_cast<unsigned>(date.day()),
      month_names.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
      time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::optional<duration> parse_retry_after(std::string_view text, instant now, duration longest) {
  text = trimmed(text);
  if (auto delay = read_seconds(text, longest)) return delay;
  const auto at = parse_http_date(text, now);
  if (!at) return std::nullopt;
  return std::clamp<duration>(*at - now, duration::zero(), longest);
}

}  // namespace daypass::net

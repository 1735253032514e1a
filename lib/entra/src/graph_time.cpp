#include "graph_time.hpp"

#include <fmt/format.h>

namespace daypass::entra {
namespace {

/// Takes `digits` digits and the character behind them from the front; -1: they are not there.
int take_number(std::string_view& rest, std::size_t digits, char behind) {
  if (rest.size() < digits) return -1;
  int value = 0;
  for (const char letter : rest.substr(0, digits)) {
    if (letter < '0' || letter > '9') return -1;
    value = value * 10 + (letter - '0');
  }
  rest.remove_prefix(digits);
  if (behind == '\0') return value;
  if (!rest.starts_with(behind)) return -1;
  rest.remove_prefix(1);
  return value;
}

/// Takes `.digits`, if it is there; nothing when there are no digits behind the dot.
std::optional<microseconds> take_fraction(std::string_view& rest) {
  microseconds fraction{0};
  if (!rest.starts_with('.')) return fraction;
  rest.remove_prefix(1);
  constexpr std::size_t digits_max = 9;
  std::size_t digits = 0;
  for (microseconds unit{100'000}; !rest.empty() && rest.front() >= '0' && rest.front() <= '9';
       ++digits, unit /= 10, rest.remove_prefix(1)) {
    fraction += (rest.front() - '0') * unit;
  }
  if (digits == 0 || digits > digits_max) return std::nullopt;
  return fraction;
}

}  // namespace

std::optional<instant> parse_graph_time(std::string_view text) {
  const int year = take_number(text, 4, '-');
  const int month = take_number(text, 2, '-');
  const int day = take_number(text, 2, 'T');
  const int hour = take_number(text, 2, ':');
  const int minute = take_number(text, 2, ':');
  const int second = take_number(text, 2, '\0');
  if (year < 0 || month < 0 || day < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
      second < 0 || second > 60) {
    return std::nullopt;
  }
  const auto fraction = take_fraction(text);
  if (!fraction || !(text.empty() || text == "Z")) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date} + hours{hour} + minutes{minute} + seconds{second} + *fraction;
}

std::string format_graph_time(instant at) {
  const auto day = std::chrono::floor<days>(at);
  const std::chrono::year_month_day date{day};
  const auto second = std::chrono::floor<seconds>(at - day).count();
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     second / 3600, second / 60 % 60, second % 60);
}

}  // namespace daypass::entra

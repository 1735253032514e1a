#pragma once
// Reading fixed-width numbers, without the sign, space and locale that library functions accept.

#include <cstddef>
#include <optional>
#include <string_view>

namespace daypass::calendar {

[[nodiscard]] constexpr bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

/// The number in `text`, which is 1 to 6 ASCII digits and nothing else.
[[nodiscard]] constexpr std::optional<int> all_digits(std::string_view text) {
  constexpr std::size_t digits_max = 6;
  if (text.empty() || text.size() > digits_max) return std::nullopt;
  int number = 0;
  for (const char letter : text) {
    if (!is_digit(letter)) return std::nullopt;
    number = number * 10 + (letter - '0');
  }
  return number;
}

}  // namespace daypass::calendar

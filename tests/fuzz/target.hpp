#pragma once
// What every target shares: properties that must hold, and ways to cut an input into parts.

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace daypass::fuzz {

/// Given by each target: reads one input, made by a stranger, in a heap block of exactly its size.
void read_one(std::string_view bytes);

/// Ends the program with `property` unless it holds; libFuzzer then keeps the input.
void require(bool holds, std::string_view property);

/// A line for operators: not empty, of at most `most` bytes, and no control characters in it.
void require_words(std::string_view line, std::size_t most);

/// Takes the front of `rest` up to a line feed, which is dropped; all of it where there is none.
inline std::string_view take_line(std::string_view& rest) {
  const auto line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  return line;
}

/// Takes one byte, or 0 where there is none.
inline std::uint8_t take_byte(std::string_view& rest) {
  if (rest.empty()) return 0;
  const auto byte = static_cast<std::uint8_t>(rest.front());
  rest.remove_prefix(1);
  return byte;
}

}  // namespace daypass::fuzz

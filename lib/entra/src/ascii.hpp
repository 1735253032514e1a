#pragma once
// Letters of ASCII, whatever the locale.

#include <algorithm>
#include <string_view>

namespace daypass::entra {

[[nodiscard]] constexpr char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Whether `text` holds `part`, without regard to case.
[[nodiscard]] inline bool holds(std::string_view text, std::string_view part) {
  return part.empty() || !std::ranges::search(text, part, {}, ascii_lower, ascii_lower).empty();
}

}  // namespace daypass::entra

#include "text_table.hpp"

#include <algorithm>
#include <cstddef>

namespace daypass::admin {
namespace {

/// Characters, not bytes: those that continue one (10xxxxxx) don't count.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char one) { return (static_cast<unsigned char>(one) & 0xC0U) != 0x80U; }));
}

}  // namespace

std::string safe_for_terminal(std::string text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto letter = static_cast<unsigned char>(text[at]);
    const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
    // The controls of C1 (U+0080 to U+009F) are C2 80 to C2 9F in UTF-8.
    const bool c1 = letter == 0xC2 && next >= 0x80 && next <= 0x9F;
    if (c1) text.erase(at + 1, 1);
    if (c1 || letter < 0x20 || letter == 0x7F) text[at] = '?';
  }
  return text;
}

std::string text_table(const std::vector<std::vector<std::string>>& lines, std::size_t indent) {
  std::vector<std::vector<std::string>> safe = lines;
  std::vector<std::size_t> widths;
  for (auto& line : safe) {
    widths.resize(std::max(widths.size(), line.size()));
    for (std::size_t at = 0; at < line.size(); ++at) {
      line[at] = safe_for_terminal(std::move(line[at]));
      widths[at] = std::max(widths[at], width_of(line[at]));
    }
  }
  std::string made;
  for (const auto& line : safe) {
    std::string text(indent, ' ');
    for (std::size_t at = 0; at < line.size(); ++at) {
      text += line[at];
      text.append(widths[at] - width_of(line[at]) + 2, ' ');
    }
    text.resize(text.find_last_not_of(' ') == std::string::npos ? 0
                                                                : text.find_last_not_of(' ') + 1);
    made += text + "\n";
  }
  return made;
}

}  // namespace daypass::admin

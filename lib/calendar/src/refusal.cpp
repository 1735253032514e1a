#include "refusal.hpp"

#include <fmt/format.h>

namespace daypass::calendar {

std::string quoted(std::string_view text) {
  constexpr std::size_t shown_max = 64;
  std::string line = "\"";
  for (const char letter : text.substr(0, shown_max)) {
    if (letter >= ' ' && letter <= '~' && letter != '"' && letter != '\\') {
      line += letter;
    } else {
      line += fmt::format("\\x{:02x}", static_cast<unsigned char>(letter));
    }
  }
  return line + (text.size() > shown_max ? "\"..." : "\"");
}

}  // namespace daypass::calendar

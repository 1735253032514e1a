#include "daypass/net/json_string.hpp"

#include <algorithm>
#include <array>

namespace daypass::net {
namespace {

void append_escaped(wiped_buffer& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto plain = [](char c) {
    const auto code = static_cast<unsigned char>(c);
    return code >= 0x20 && code != 0x7F && c != '"' && c != '\\';
  };
  while (!text.empty()) {
    const auto first = std::ranges::find_if_not(text, plain);
    out.append({text.begin(), first});
    text.remove_prefix(static_cast<std::size_t>(first - text.begin()));
    if (text.empty()) return;
    const char c = text.front();
    text.remove_prefix(1);
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      const std::array<char, 2> escaped{'\\', c};
      out.append({escaped.data(), escaped.size()});
    } else {
      const std::array<char, 6> escaped{'\\', 'u', '0', '0', digits[code >> 4], digits[code & 15]};
      out.append({escaped.data(), escaped.size()});
    }
  }
}

}  // namespace

void append_json_string(wiped_buffer& out, std::string_view text) {
  out.append("\"");
  append_escaped(out, text);
  out.append("\"");
}

}  // namespace daypass::net

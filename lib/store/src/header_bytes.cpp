#include "header_bytes.hpp"

#include <cstdint>

namespace daypass::store {
namespace {

void pack(std::string& into, std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  for (unsigned shift = 0; shift < 32; shift += 8) {
    into += static_cast<char>((size >> shift) & 0xFF);
  }
  into += text;
}

std::string_view unpack(std::string_view& from) {
  std::uint32_t size = 0;
  for (unsigned index = 0; index < 4; ++index) {
    size |= std::uint32_t{static_cast<unsigned char>(from[index])} << (8 * index);
  }
  const std::string_view text = from.substr(4, size);
  from.remove_prefix(4 + text.size());
  return text;
}

}  // namespace

std::string packed(const headers& list) {
  std::string text;
  for (const auto& [name, value] : list) {
    pack(text, name);
    pack(text, value);
  }
  return text;
}

headers unpacked(std::string_view text) {
  headers list;
  while (text.size() >= 4) {
    std::string name(unpack(text));
    if (text.size() < 4) break;
    list.emplace_back(std::move(name), std::string(unpack(text)));
  }
  return list;
}

}  // namespace daypass::store

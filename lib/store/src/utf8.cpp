#include "utf8.hpp"

namespace daypass::store {
namespace {

bool continues(std::string_view value, std::size_t at, unsigned low = 0x80, unsigned high = 0xBF) {
  if (at >= value.size()) return false;
  const auto byte = static_cast<unsigned char>(value[at]);
  return byte >= low && byte <= high;
}

}  // namespace

std::size_t utf8_length(std::string_view value, std::size_t at) {
  const auto lead = static_cast<unsigned char>(value[at]);
  if (lead >= 0xC2 && lead <= 0xDF) return continues(value, at + 1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = lead == 0xED ? 0x9F : 0xBF;
    return continues(value, at + 1, low, high) && continues(value, at + 2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const unsigned low = lead == 0xF0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;
    const bool whole =
        continues(value, at + 1, low, high) && continues(value, at + 2) && continues(value, at + 3);
    return whole ? 4 : 0;
  }
  return 0;
}

std::string as_text(std::string_view bytes) {
  std::string text;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    const std::size_t length = byte != 0 && byte < 0x80 ? 1 : utf8_length(bytes, at);
    text += length > 0 ? bytes.substr(at, length) : utf8_replacement;
    at += length > 0 ? length : 1;
  }
  return text;
}

}  // namespace daypass::store

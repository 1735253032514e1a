#include "json_writer.hpp"

#include <array>
#include <charconv>
#include <cstddef>

namespace daypass::store {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool continues(std::string_view value, std::size_t at, unsigned low = 0x80, unsigned high = 0xBF) {
  if (at >= value.size()) return false;
  const auto byte = static_cast<unsigned char>(value[at]);
  return byte >= low && byte <= high;
}

// Length of the UTF-8 sequence that starts at `at`; 0: none does (RFC 3629, section 4).
std::size_t sequence_length(std::string_view value, std::size_t at) {
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

bool plain(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return byte >= 0x20 && byte <= 0x7F && byte != '"' && byte != '\\';
}

}  // namespace

void json_writer::key(std::string_view name) {
  separate();
  text_ += '"';
  text_ += name;
  text_ += "\":";
}

void json_writer::text(std::string_view value) {
  separate();
  text_ += '"';
  escape(value);
  text_ += '"';
}

void json_writer::number(std::int64_t value) {
  separate();
  std::array<char, 24> digits{};
  text_.append(digits.data(),
               std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

void json_writer::number(std::uint64_t value) {
  separate();
  std::array<char, 24> digits{};
  text_.append(digits.data(),
               std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

void json_writer::boolean(bool value) {
  separate();
  text_ += value ? "true" : "false";
}

void json_writer::null() {
  separate();
  text_ += "null";
}

void json_writer::open(char bracket) {
  separate();
  text_ += bracket;
}

void json_writer::separate() {
  if (text_.empty()) return;
  const char last = text_.back();
  if (last != '{' && last != '[' && last != ':') text_ += ',';
}

void json_writer::escape(std::string_view value) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::size_t at = 0;
  while (at < value.size()) {
    std::size_t end = at;
    while (end < value.size() && plain(value[end])) ++end;
    text_ += value.substr(at, end - at);
    at = end;
    if (at == value.size()) return;
    const auto byte = static_cast<unsigned char>(value[at]);
    if (byte == '"' || byte == '\\') {
      text_ += '\\';
      text_ += value[at++];
    } else if (byte < 0x20) {
      text_ += "\\u00";
      text_ += hex[byte >> 4];
      text_ += hex[byte & 15];
      ++at;
    } else if (const std::size_t length = sequence_length(value, at); length > 0) {
      text_ += value.substr(at, length);
      at += length;
    } else {
      text_ += replacement;
      ++at;
    }
  }
}

}  // namespace daypass::store

#include "base64.hpp"

#include <cstdint>

namespace daypass::entra {
namespace {

constexpr std::string_view url_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::optional<std::uint32_t> value_of(char digit) {
  if (digit == '+') digit = '-';
  if (digit == '/') digit = '_';
  const auto at = url_alphabet.find(digit);
  if (at == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint32_t>(at);
}

bool is_space(char letter) {
  return letter == ' ' || letter == '\n' || letter == '\r' || letter == '\t';
}

}  // namespace

std::size_t encode_base64url(std::string_view bytes, std::span<char> into) {
  std::size_t written = 0;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char byte : bytes) {
    bits = bits << 8U | static_cast<unsigned char>(byte);
    held += 8;
    while (held >= 6) {
      held -= 6;
      into[written++] = url_alphabet[bits >> held & 0x3FU];
    }
  }
  if (held > 0) into[written++] = url_alphabet[bits << (6 - held) & 0x3FU];
  return written;
}

std::optional<std::size_t> decode_base64(std::string_view text, std::span<char> into) {
  std::size_t written = 0;
  std::size_t digits = 0;
  std::uint32_t bits = 0;
  int held = 0;
  bool ended = false;
  for (const char letter : text) {
    if (is_space(letter)) continue;
    if (letter == '=') {
      ended = true;
      continue;
    }
    const auto value = value_of(letter);
    if (!value || ended) return std::nullopt;
    ++digits;
    bits = bits << 6U | *value;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    into[written++] = static_cast<char>(bits >> held & 0xFFU);
  }
  if (digits % 4 == 1) return std::nullopt;
  return written;
}

}  // namespace daypass::entra

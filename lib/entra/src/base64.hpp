#pragma once
// Base64 (RFC 4648) into rooms that the caller wipes.

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace daypass::entra {

/// What encode_base64url writes for `size` bytes.
[[nodiscard]] constexpr std::size_t base64url_size(std::size_t size) {
  return (size * 4 + 2) / 3;
}

/// Writes `bytes` in the alphabet of section 5, without padding, to the front of `into`, which has
/// room for base64url_size of them. Gives the number of characters.
std::size_t encode_base64url(std::string_view bytes, std::span<char> into);

/// Reads either alphabet, with or without padding, and passes over white space. `into` has room for
/// three quarters of `text`. Gives the number of bytes; nothing when `text` is no Base64.
[[nodiscard]] std::optional<std::size_t> decode_base64(std::string_view text, std::span<char> into);

}  // namespace daypass::entra

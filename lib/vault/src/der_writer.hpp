#pragma once
// Writes DER from its end to its start: a length is known when its contents are there, so nothing
// is moved and no buffer is allocated. What is written last stands first.

#include "daypass/base/assert.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace daypass::vault {

/// Tags of ITU-T X.690 as CMS uses them.
enum class der_tag : std::uint8_t {
  integer = 0x02,
  bit_string = 0x03,
  octet_string = 0x04,
  sequence = 0x30,
  set = 0x31,
  implicit_octets_0 = 0x80,  ///< [0] IMPLICIT of a primitive type.
  context_0 = 0xa0,
  context_1 = 0xa1,
  context_2 = 0xa2,
};

class der_writer {
 public:
  /// Writes into `room`, which must be large enough (a bug otherwise) and outlive the writer.
  explicit der_writer(std::span<char> room) : room_(room), start_(room.size()) {}

  /// Where something begins to end: the argument of a later wrap().
  [[nodiscard]] std::size_t mark() const { return start_; }

  /// Room for `size` bytes before what is there.
  std::span<char> reserve(std::size_t size) {
    DAYPASS_ASSERT(size <= start_);
    start_ -= size;
    return room_.subspan(start_, size);
  }

  void raw(std::string_view bytes) { std::ranges::copy(bytes, reserve(bytes.size()).begin()); }

  /// Tag and length before everything written since `end`.
  void wrap(der_tag tag, std::size_t end) {
    std::size_t length = end - start_;
    if (length < 0x80) {
      reserve(1)[0] = static_cast<char>(length);
    } else {
      std::uint8_t count = 0;
      for (; length != 0; length >>= 8U, ++count) reserve(1)[0] = static_cast<char>(length & 0xffU);
      reserve(1)[0] = static_cast<char>(0x80U | count);
    }
    reserve(1)[0] = static_cast<char>(tag);
  }

  /// A primitive value.
  void value(der_tag tag, std::string_view bytes) {
    const std::size_t end = mark();
    raw(bytes);
    wrap(tag, end);
  }

  [[nodiscard]] std::string_view written() const {
    return {room_.data() + start_, room_.size() - start_};
  }

 private:
  std::span<char> room_;
  std::size_t start_;
};

/// Fixed pieces of DER are written as literals that may hold zero bytes.
template <std::size_t Size>
constexpr std::string_view der(const char (&literal)[Size]) {  // NOLINT(modernize-avoid-c-arrays)
  return {literal, Size - 1};
}

// What several CMS structures hold (RFC 5652).
inline constexpr auto version_0 = der("\x02\x01\x00");
inline constexpr auto id_data = der("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01");

}  // namespace daypass::vault

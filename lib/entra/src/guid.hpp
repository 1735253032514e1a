#pragma once

#include "daypass/ports/clock.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string>

namespace daypass::entra {

/// A random GUID (RFC 9562, version 4).
[[nodiscard]] inline std::string fresh_guid(entropy& random) {
  const std::uint64_t high = random.next();
  const std::uint64_t low = random.next();
  constexpr std::uint64_t low48 = 0xFFFF'FFFF'FFFF;
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", high >> 32, high >> 16 & 0xFFFF,
                     high & 0xFFF, (low >> 48 & 0x3FFF) | 0x8000, low & low48);
}

}  // namespace daypass::entra

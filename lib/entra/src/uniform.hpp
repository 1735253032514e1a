#pragma once

#include "daypass/ports/clock.hpp"

namespace daypass::entra {

/// Uniform in [0, 1).
[[nodiscard]] inline double uniform(entropy& random) {
  constexpr int spare_bits = 64 - 53;
  constexpr double one_in_2_to_53 = 1.0 / 9007199254740992.0;
  return static_cast<double>(random.next() >> spare_bits) * one_in_2_to_53;
}

}  // namespace daypass::entra

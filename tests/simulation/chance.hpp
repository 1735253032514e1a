#pragma once
// All randomness of a simulation: one seed decides everything.

#include "daypass/ports/clock.hpp"

#include <cstdint>
#include <random>

namespace daypass::simulation {

class chance final : public entropy {
 public:
  explicit chance(std::uint64_t seed) : source_(seed) {}

  [[nodiscard]] std::uint64_t next() override { return source_(); }

  /// Uniform in [0, bound); bound is at least 1.
  [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return source_() % bound; }

  /// True `per_mille` times in a thousand.
  [[nodiscard]] bool happens(std::uint64_t per_mille) { return below(1000) < per_mille; }

  /// Uniform in [least, most].
  [[nodiscard]] duration between(duration least, duration most);

 private:
  std::mt19937_64 source_;
};

}  // namespace daypass::simulation

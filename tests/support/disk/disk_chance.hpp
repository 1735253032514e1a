#pragma once
// The disk's own randomness: small, seeded, the same everywhere.

#include <cstdint>

namespace daypass::support {

/// SplitMix64 (Steele, Lea, Flood 2014): any seed will do, the next one too.
class disk_chance {
 public:
  explicit disk_chance(std::uint64_t seed) : state_(seed) {}

  [[nodiscard]] std::uint64_t next() {
    std::uint64_t mixed = (state_ += 0x9E3779B97F4A7C15U);
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }

  /// Uniform in [0, bound); bound is at least 1.
  [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return next() % bound; }

  [[nodiscard]] bool coin() { return below(2) == 0; }

 private:
  std::uint64_t state_;
};

}  // namespace daypass::support

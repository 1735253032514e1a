#pragma once
// Seeded randomness: the same seed and the same calls give the same world.

#include "daypass/base/time.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace daypass::simulator {

class random_source {
 public:
  explicit random_source(std::uint64_t seed) : engine_(seed) {}

  [[nodiscard]] std::uint64_t next() { return engine_(); }
  /// Uniform in [0, bound); bound > 0.
  [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return engine_() % bound; }
  /// True with that probability; 0 and 1 draw nothing.
  [[nodiscard]] bool chance(double probability) {
    if (probability <= 0) return false;
    if (probability >= 1) return true;
    return static_cast<double>(engine_() >> 11) * 0x1.0p-53 < probability;
  }
  /// Uniform in [least, most]; draws nothing when they are equal.
  [[nodiscard]] duration between(duration least, duration most) {
    if (most <= least) return least;
    const auto span = static_cast<std::uint64_t>((most - least).count()) + 1;
    return least + duration{static_cast<std::int64_t>(below(span))};
  }
  /// A version 4 GUID in lower case.
  [[nodiscard]] std::string guid() {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text(36, '-');
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 36; ++i) {
      if (i % 16 == 0) bits = engine_();
      if (i == 8 || i == 13 || i == 18 || i == 23) continue;
      text[i] = digits[bits & 15];
      bits >>= 4;
    }
    text[14] = '4';
    text[19] = "89ab"[engine_() & 3];
    return text;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace daypass::simulator

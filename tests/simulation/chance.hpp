#pragma once
// All randomness of a simulated world: one seed decides everything. Each part of a world draws from
// a stream of its own, so leaving one part out changes nothing of the others.

#include "daypass/ports/clock.hpp"

#include <cstdint>
#include <string_view>

namespace daypass::simulation {

/// SplitMix64: cheap to begin, good enough to choose by. Not for secrets.
class chance final : public entropy {
 public:
  explicit chance(std::uint64_t seed) : state_(seed) {}

  [[nodiscard]] std::uint64_t next() override;

  /// Uniform in [0, bound); bound is at least 1.
  [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return next() % bound; }

  /// True `per_mille` times in a thousand.
  [[nodiscard]] bool happens(std::uint64_t per_mille) { return below(1000) < per_mille; }

  /// Uniform in [least, most].
  [[nodiscard]] duration between(duration least, duration most);

  /// A stream of its own, named; drawing from it leaves this one as it is.
  [[nodiscard]] chance stream(std::string_view name, std::uint64_t number = 0) const;

 private:
  std::uint64_t state_;
};

}  // namespace daypass::simulation

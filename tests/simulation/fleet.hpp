#pragma once
// Many worlds, in several processes: one seed's world is played by one process alone, so it is the
// same in a fleet as by itself.

#include "simulation/simulation.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace daypass::simulation {

struct voyage {
  std::uint64_t first = 1;
  std::uint64_t count = 1;
  unsigned workers = 1;
  /// Stop at the lowest seed whose world breaks a promise.
  bool until_broken = false;
  /// Makes the bug of each world; none: the product as it is.
  std::function<std::unique_ptr<planted_bug>()> planted;
};

/// A world in which a promise was broken.
struct failing_world {
  std::uint64_t seed = 0;
  std::vector<broken_promise> broken;
};

struct fleet_verdict {
  verdict sum;                         ///< What was broken is in `failing` too.
  std::vector<failing_world> failing;  ///< By seed.
  std::vector<std::string> died;       ///< Processes that died, with the seed they were at.
};

/// Plays them and adds up. To be called while this process has one thread.
[[nodiscard]] fleet_verdict play_all(const voyage& how);

}  // namespace daypass::simulation

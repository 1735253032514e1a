#pragma once
// One seed, one world: its plan, its mishaps and crashes, and the promises checked.

#include "simulation/fate.hpp"
#include "simulation/planted_bug.hpp"
#include "simulation/promises.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace daypass::simulation {

/// What came of one world, or of many.
struct verdict {
  std::vector<broken_promise> broken;  ///< Empty: all were kept.
  std::set<std::string> impossible;    ///< Met, though the planner's table says not.
  std::uint64_t worlds = 0;
  std::uint64_t hires = 0;
  std::uint64_t served = 0;
  std::uint64_t crashes = 0;
  std::uint64_t orders = 0;
  std::uint64_t requests = 0;
  std::uint64_t steps = 0;
  std::uint64_t trace = 0;  ///< Hash over everything that happened, in order.
  mishap_tally mishaps{};
  std::map<std::string, std::uint64_t> crashes_at;  ///< Awaits that were pending at a crash.
  std::map<std::string, std::uint64_t> awaits;
  std::vector<struck> struck;      ///< Of one world alone.
  std::vector<std::string> story;  ///< Of one world alone, where something was broken.
};

/// Adds what happened in another world; traces, stories and what struck are not added.
void add(verdict& sum, const verdict& more);

/// Plays the world of this seed to its end. The same seed, allowance and bug give the same verdict,
/// bit for bit. `planted` may be null.
[[nodiscard]] verdict play(std::uint64_t seed, const allowance& allowed = {},
                           planted_bug* planted = nullptr);

}  // namespace daypass::simulation

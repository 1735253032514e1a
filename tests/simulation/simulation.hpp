#pragma once
// One seed, one world: a story, its faults and crashes, and the promises checked.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace daypass::simulation {

struct verdict {
  std::vector<std::string> broken;  ///< Promises found broken; empty: all were kept.
  std::uint64_t hires = 0;
  std::uint64_t faults = 0;
  std::uint64_t crashes = 0;
  std::uint64_t orders = 0;
  std::uint64_t purged = 0;
  std::uint64_t steps = 0;
  std::uint64_t trace = 0;  ///< Hash over everything that happened, in order.
  std::map<std::string, std::uint64_t> faults_by_kind;
  std::map<std::string, std::uint64_t> crashes_at;
  std::map<std::string, std::uint64_t> awaits;
};

/// Adds what happened in another world; traces are not added.
void add(verdict& sum, const verdict& more);

/// Plays the world of this seed to its end. The same seed gives the same verdict, bit for bit.
[[nodiscard]] verdict play(std::uint64_t seed);

}  // namespace daypass::simulation

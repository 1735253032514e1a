#pragma once
// A failing world made small: fewer hires and fewer mishaps that break the same promise.

#include "simulation/simulation.hpp"

#include <string>

namespace daypass::simulation {

struct small_world {
  std::uint64_t seed = 0;
  allowance allowed;
  verdict told;  ///< What comes of it.
};

/// Leaves out hires and mishaps as long as some promise that was broken stays so: by halves, then
/// one by one; at most `plays_max` worlds are played. Null for the product as it is.
[[nodiscard]] small_world minimise(std::uint64_t seed, const verdict& failing, unsigned plays_max,
                                   planted_bug* planted = nullptr);

/// "--seed 7 --hires 2,3 --mishaps lost_answer:17,stall:3"
[[nodiscard]] std::string arguments_of(std::uint64_t seed, const allowance& allowed);

/// The whole story for a person: what broke, and what HR, Entra, operators, mishaps and the daemon
/// did, by time.
[[nodiscard]] std::string story_of(const small_world& world);

}  // namespace daypass::simulation

#pragma once
// Many worlds, in several processes: one seed's world is played by one process alone, so it is the
// same in a fleet as by itself.

#include "simulation/simulation.hpp"

namespace daypass::simulation {

/// Plays the worlds of `count` seeds from `first` on in `workers` processes, at least one, and adds
/// up. What was broken begins with its seed. A process that dies is told as broken, with the seed
/// it was at. To be called while this process has one thread.
[[nodiscard]] verdict play_all(std::uint64_t first, std::uint64_t count, unsigned workers);

}  // namespace daypass::simulation

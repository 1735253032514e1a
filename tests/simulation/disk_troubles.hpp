#pragma once
// What goes wrong with the disk: of the state, and of the folder of passes.

#include "simulation/world.hpp"

namespace daypass::simulation {

/// From now on the world's disk is troubled as its fate decides. The world outlives its disk's
/// calls.
void trouble_disk(world& of);

}  // namespace daypass::simulation

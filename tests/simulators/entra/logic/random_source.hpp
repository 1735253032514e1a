#pragma once
// The seeded randomness of every simulated remote.

#include "simulators/remote/random_source.hpp"

namespace daypass::entra_simulator {

using simulator::random_source;

}  // namespace daypass::entra_simulator

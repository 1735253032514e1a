#pragma once
// Faults by order, as for every simulated remote.

#include "simulators/remote/fault_plan.hpp"

namespace daypass::entra_simulator {

using simulator::effect;
using simulator::fault;
using simulator::fault_plan;
using simulator::fault_rule;
using simulator::read_rule;

}  // namespace daypass::entra_simulator

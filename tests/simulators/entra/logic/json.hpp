#pragma once
// JSON as every simulated remote writes it.

#include "simulators/remote/json.hpp"

namespace daypass::entra_simulator {

using simulator::json;
using simulator::parse_json;
using simulator::written;

}  // namespace daypass::entra_simulator

#pragma once
// What passes between a client and the simulated Graph: the plain values of every remote.

#include "simulators/remote/message.hpp"

namespace daypass::entra_simulator {

using simulator::delivery;
using simulator::ending;
using simulator::exchange;
using simulator::find_header;
using simulator::header;
using simulator::kill_point;
using simulator::make_request;
using simulator::request;
using simulator::response;

}  // namespace daypass::entra_simulator

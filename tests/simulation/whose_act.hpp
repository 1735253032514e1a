#pragma once
// Whose doing something in the tenant was.

#include "simulators/entra/logic/records.hpp"

namespace daypass::simulation {

/// A request of the daemon's, on time or late.
[[nodiscard]] inline bool by_us(entra_simulator::actor who) {
  return who == entra_simulator::actor::client || who == entra_simulator::actor::late;
}

}  // namespace daypass::simulation

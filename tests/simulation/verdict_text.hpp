#pragma once
// A verdict as text, from one process to another or into a file, and back.

#include "simulation/fleet.hpp"

#include <nlohmann/json_fwd.hpp>

namespace daypass::simulation {

[[nodiscard]] nlohmann::json to_json(const fleet_verdict& told);
[[nodiscard]] fleet_verdict verdict_from(const nlohmann::json& text);

/// Adds what another process told.
void add(fleet_verdict& sum, fleet_verdict more);

}  // namespace daypass::simulation

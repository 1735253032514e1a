#pragma once
// What goes wrong between the daemon and Graph: chosen anew for each request that arrives.

#include "simulation/delayed_state.hpp"
#include "simulation/world.hpp"
#include "simulators/entra/logic/message.hpp"

#include "daypass/net/https_client.hpp"

#include <memory>

namespace daypass::simulation {

/// Draws whether something strikes this request, and tells the simulator.
void draw_weather(world& of, const entra_simulator::request& asked);

/// The name of the request's kind: "user.create".
[[nodiscard]] std::string_view kind_of(std::string_view method, std::string_view target);

/// The client with an await before each request and after each answer, so that a crash can fall
/// there; and it notices answers of services that do not know an account that is there.
[[nodiscard]] std::unique_ptr<net::https_client> make_watched_client(net::https_client& below,
                                                                     world& of, pause wait);

}  // namespace daypass::simulation

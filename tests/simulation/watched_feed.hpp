#pragma once
// The feed with somebody who watches what it hands out, and sometimes takes a partition away while
// its records are being recorded.

#include "simulation/world.hpp"

#include "daypass/ports/event_feed.hpp"

#include <memory>

namespace daypass::simulation {

/// Both outlive it.
[[nodiscard]] std::unique_ptr<event_feed> make_watched_feed(event_feed& below, world& of);

}  // namespace daypass::simulation

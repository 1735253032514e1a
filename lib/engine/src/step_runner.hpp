#pragma once
// From a step to the port that carries it out, and back to an outcome.

#include "workshop.hpp"

#include "daypass/domain/outcome.hpp"

#include <boost/asio/awaitable.hpp>

namespace daypass::engine {

/// Carries out one step. A code that it brings goes into the pocket before this ends, so whoever
/// sees the outcome finds it there. Never fails otherwise than by an `error` in the outcome.
boost::asio::awaitable<outcome> run_step(workshop* shop, hire_key key, step next);

}  // namespace daypass::engine

#pragma once
// Keeps the tenant's pass policy at most ten minutes old (design 5.3).

#include "workshop.hpp"

#include <boost/asio/awaitable.hpp>

namespace daypass::engine {

/// Ends when the workshop is stopping. A change wakes the hires that the old policy held.
boost::asio::awaitable<void> run_policy_keeper(workshop* shop);

}  // namespace daypass::engine

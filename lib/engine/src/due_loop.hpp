#pragma once
// Leases what is due, revocations first, and gives each hire a worker (design 4.4).

#include "workshop.hpp"

#include <boost/asio/awaitable.hpp>

namespace daypass::engine {

/// Ends when the workshop is stopping. Between looks it waits for the nearest due record, for
/// wake(), and for 30 s at most, because the machine's clock may be set; while a lane is full, for
/// 100 ms, because its hires go on to other lanes.
boost::asio::awaitable<void> run_due_loop(workshop* shop);

}  // namespace daypass::engine

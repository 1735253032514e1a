#pragma once
// Events in: read, decode, record durably, and only then tell the feed (design 4.1 to 4.3).

#include "workshop.hpp"

#include <boost/asio/awaitable.hpp>

namespace daypass::engine {

/// Ends when the feed is stopped. A batch that can't be recorded is tried until it can.
boost::asio::awaitable<void> run_intake(workshop* shop);

/// Copies of quarantined records to the dead-letter topic, through the outbox in the state. Ends
/// when the workshop is stopping.
boost::asio::awaitable<void> run_outbox(workshop* shop);

}  // namespace daypass::engine

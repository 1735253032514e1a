#pragma once
// The thread of the sealed store without a thread: it takes virtual time over its work, and
// sometimes far too much.

#include "file_worker.hpp"
#include "simulation/delayed_state.hpp"
#include "simulation/fate.hpp"

#include "daypass/ports/clock.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace daypass::simulation {

/// Queues, groups and gives up as vault's file_thread does (urgent first; a withdrawal ends what
/// waits for its name; what runs at its deadline is unknown_effect). All else outlives it; its work
/// ends with the context.
[[nodiscard]] std::unique_ptr<vault::file_worker> make_slow_worker(
    boost::asio::any_io_executor executor, clock& time, fate& decides, chance& luck,
    std::unique_ptr<vault::file_layer> files);

}  // namespace daypass::simulation

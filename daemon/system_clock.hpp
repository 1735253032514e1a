#pragma once
// The clock and entropy ports over this machine.

#include "daypass/ports/clock.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace daypass {

/// Wakes its sleepers when the machine's clock is set (timerfd with TFD_TIMER_CANCEL_ON_SET). Lives
/// on the executor's thread.
[[nodiscard]] std::unique_ptr<clock> make_system_clock(boost::asio::any_io_executor executor);

/// OpenSSL's generator.
[[nodiscard]] std::unique_ptr<entropy> make_system_entropy();

}  // namespace daypass

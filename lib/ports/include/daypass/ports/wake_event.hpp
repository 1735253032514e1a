#pragma once
// Waiting for another coroutine's word, but not for longer than the clock port says.

#include "daypass/ports/clock.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <vector>

namespace daypass {

/// May be set again and again; each set() wakes all who wait at that moment. No timer of it has an
/// end but from the clock port.
class wake_event {
 public:
  explicit wake_event(const boost::asio::any_io_executor& executor)
      : timer_(executor, boost::asio::steady_timer::time_point::max()) {}

  void set();

  /// Returns at the next set(), or when the caller is cancelled. For what surely comes; costs a
  /// fraction of a wait with an end.
  [[nodiscard]] boost::asio::awaitable<void> wait();

  /// Returns at the next set(), at `until` at the latest, or when the caller is cancelled; it may
  /// return earlier (the clock was set), so the caller looks at its condition again.
  [[nodiscard]] boost::asio::awaitable<void> wait_until(
      clock* time, std::chrono::steady_clock::time_point until);

 private:
  boost::asio::steady_timer timer_;  ///< Of all who wait without an end.
  bool awaited_ = false;             ///< There may be such.
  std::vector<std::weak_ptr<boost::asio::steady_timer>> bells_;  ///< One for each who has an end.
};

/// Whether the calling coroutine was cancelled.
[[nodiscard]] boost::asio::awaitable<bool> is_cancelled();

}  // namespace daypass

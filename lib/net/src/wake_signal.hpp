#pragma once
// Something a coroutine waits for until it is set.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace daypass::net {

/// Set once and for all; any number of coroutines may wait. A timer that never fires is the wait,
/// so that asio's cancellation ends it too.
class wake_signal {
 public:
  explicit wake_signal(const boost::asio::any_io_executor& executor)
      : timer_(executor, boost::asio::steady_timer::time_point::max()) {}

  void set() {
    if (set_) return;
    set_ = true;
    timer_.cancel();
  }

  [[nodiscard]] bool is_set() const { return set_; }

  /// Returns when set, at once if it was, or when the caller is cancelled.
  [[nodiscard]] boost::asio::awaitable<void> wait() {
    if (!set_) co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }

 private:
  boost::asio::steady_timer timer_;
  bool set_ = false;
};

}  // namespace daypass::net

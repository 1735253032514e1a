#pragma once
// One timer for all deadlines of a client or server. A timer per request would cost two system
// calls each; here a request whose deadline is later than the one the timer is set to costs none.

#include "daypass/net/net_errc.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace daypass::net {

class deadline_watch;

/// A wait that must end at some time. Leaves its watch when it is destroyed.
class deadline_target {
 public:
  deadline_target() = default;
  deadline_target(const deadline_target&) = delete;
  deadline_target& operator=(const deadline_target&) = delete;
  virtual ~deadline_target();

  /// End the wait now: `deadline` has passed, or the owner was stopped (`pool_closed`). Called at
  /// most once for each arm(), from the timer or from abandon_all(), never from within arm().
  virtual void give_up(net_errc reason) = 0;

 private:
  friend class deadline_watch;
  std::weak_ptr<deadline_watch> watch_;
  std::chrono::steady_clock::time_point until_;
  std::size_t place_ = 0;
};

/// On one thread. Held by shared_ptr, because the timer's handler may outlive its owner.
class deadline_watch : public std::enable_shared_from_this<deadline_watch> {
 public:
  explicit deadline_watch(const boost::asio::any_io_executor& executor) : timer_(executor) {}
  deadline_watch(const deadline_watch&) = delete;
  deadline_watch& operator=(const deadline_watch&) = delete;
  ~deadline_watch() = default;

  /// Watches `target` until disarm(); arming again moves the deadline.
  void arm(deadline_target& target, std::chrono::steady_clock::time_point until);

  /// No-op when it isn't armed.
  void disarm(deadline_target& target);

  /// Ends every wait with `pool_closed`.
  void abandon_all();

 private:
  void set_timer(std::chrono::steady_clock::time_point at);
  void end_due_waits();

  boost::asio::steady_timer timer_;
  bool timer_set_ = false;
  std::chrono::steady_clock::time_point timer_at_;
  std::vector<deadline_target*> targets_;
};

}  // namespace daypass::net

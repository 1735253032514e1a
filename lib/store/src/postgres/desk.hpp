#pragma once
// Calls that wait for one session, urgent ones first, else in order.

#include "session.hpp"

#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace daypass::store::postgres {

/// One call of the port. It is answered exactly once.
class job {
 public:
  virtual ~job() = default;
  /// Does it and answers.
  virtual boost::asio::awaitable<void> run(session* on) = 0;
  /// Answers that it can't be done.
  virtual void fail(const error& why) = 0;
  /// Whether it is done together with others of its kind.
  [[nodiscard]] virtual bool in_group() const { return false; }
};
using jobs = std::vector<std::unique_ptr<job>>;

/// On the executor's thread.
class desk {
 public:
  struct habits {
    std::size_t queue_max = 0;
    std::size_t group_max = 1;
    /// Before every job: what can't wait and needs no answer.
    std::function<boost::asio::awaitable<void>(session*)> first;
    /// Does jobs of a group and answers each.
    std::function<boost::asio::awaitable<void>(session*, jobs)> together;
  };

  desk(const boost::asio::any_io_executor& executor, session* on, habits how);

  /// A full queue fails what is not urgent.
  void push(std::unique_ptr<job> added, bool urgent);
  /// Something is there for `first`.
  void wake();

  /// Until stop(): then what waits is done, or failed where the server isn't reached.
  boost::asio::awaitable<void> work();
  void stop();

 private:
  [[nodiscard]] bool idle() const { return urgent_.empty() && normal_.empty() && !woken_; }
  [[nodiscard]] jobs take();
  void fail_all(const error& why);

  session* on_;
  habits how_;
  std::deque<std::unique_ptr<job>> urgent_;
  std::deque<std::unique_ptr<job>> normal_;
  boost::asio::steady_timer bell_;
  bool woken_ = false;
  bool stopping_ = false;
};

}  // namespace daypass::store::postgres

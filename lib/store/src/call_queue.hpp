#pragma once
// Calls on their way to the thread of the state: bounded, urgent ones first, else in order.

#include "calls.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace daypass::store {

/// One call with its answer, from the port's caller to the thread and back.
class call {
 public:
  virtual ~call() = default;
  /// On the state's thread, inside a group.
  virtual void run(sqlite_state& state) = 0;
  /// On the state's thread: the group failed, and with it this call.
  virtual void fail(const error& why) = 0;
  /// On the caller's executor.
  virtual void answer() = 0;
};

/// What shares one transaction.
struct call_group {
  std::vector<lease> releases;  ///< Come first. They need no answer, so they wait for a call.
  std::vector<std::unique_ptr<call>> calls;
};

class call_queue {
 public:
  using clock = std::chrono::steady_clock;

  call_queue(std::size_t queue_max, std::size_t group_max, clock::duration group_delay)
      : queue_max_(queue_max), group_max_(group_max), group_delay_(group_delay) {}

  /// False: the queue is full, and `added` was not taken. What is urgent always finds room.
  bool push(std::unique_ptr<call>& added, haste when);
  /// Ends a lease before the next call runs.
  void release(lease held);

  /// Waits for calls and takes those that shall share a transaction. No calls: closed and drained.
  call_group take();

  void close();

 private:
  [[nodiscard]] std::size_t waiting() const { return urgent_.size() + normal_.size(); }
  /// For the thread to go on.
  [[nodiscard]] bool enough() const { return closed_ || !urgent_.empty() || waiting() >= awaited_; }
  void wait_for_company(std::unique_lock<std::mutex>& held);

  const std::size_t queue_max_;
  const std::size_t group_max_;
  const clock::duration group_delay_;

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<lease> releases_;
  std::deque<std::unique_ptr<call>> urgent_;
  std::deque<std::unique_ptr<call>> normal_;
  std::size_t last_group_ = 0;
  std::size_t awaited_ = 1;  ///< How many calls the thread waits for.
  bool closed_ = false;
};

}  // namespace daypass::store

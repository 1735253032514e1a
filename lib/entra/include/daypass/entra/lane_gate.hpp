#pragma once
// Where calls wait for their lane's budget.

#include "daypass/base/error.hpp"
#include "daypass/entra/lane_budget.hpp"
#include "daypass/ports/clock.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <utility>

namespace daypass::entra {

/// Who wants in, and before whom.
struct gate_pass {
  steady_instant deadline;
  bool urgent = false;  ///< Before all that are not, and may use the reserve.
  /// The nearest activation first; what has none (a look, a delete) completes what was begun and
  /// goes before. Among equals first come, first served.
  instant nearest = instant::min();
};

class lane_gate;

/// One request's share of its lane. Its going tells the lane that the request has ended.
class lane_token {
 public:
  explicit lane_token(lane_gate& gate) : gate_(&gate) {}
  lane_token(lane_token&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}
  lane_token& operator=(lane_token&&) = delete;
  ~lane_token();

  /// The request was never sent.
  void give_back();

 private:
  lane_gate* gate_;
};

/// The awaitable wait on one lane's budget. All calls on the executor's thread; outlives them.
class lane_gate {
 public:
  lane_gate(boost::asio::any_io_executor executor, lane_limit limit, clock& time);

  /// The token of a request that may be sent now.
  [[nodiscard]] std::optional<lane_token> try_enter(const gate_pass& pass);

  /// Returns when one request may be sent, with its token, which the gate outlives. Errors, nothing
  /// having been sent:
  /// throttled with a retry_after when the budget comes after the deadline (said at once where that
  /// can be seen), of the hire: the lane itself is at work; cancelled (`given_up`).
  [[nodiscard]] boost::asio::awaitable<result<lane_token>> enter(gate_pass pass);

  [[nodiscard]] lane_budget& budget() { return budget_; }
  [[nodiscard]] std::size_t waiting() const { return queue_.size(); }

 private:
  friend class lane_token;
  struct place;
  struct earlier {
    bool operator()(const place* left, const place* right) const;
  };
  class queued;

  [[nodiscard]] boost::asio::awaitable<result<lane_token>> wait_in_line(gate_pass pass);
  [[nodiscard]] bool goes_first(const gate_pass& pass) const;
  [[nodiscard]] std::size_t ahead_of(const gate_pass& pass) const;
  [[nodiscard]] std::unexpected<error> too_late(steady_instant now, const gate_pass& pass) const;
  void wake_first();

  boost::asio::any_io_executor executor_;
  lane_budget budget_;
  clock& time_;
  std::set<place*, earlier> queue_;
  std::uint64_t arrivals_ = 0;
};

}  // namespace daypass::entra

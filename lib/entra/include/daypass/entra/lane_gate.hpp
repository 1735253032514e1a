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
#include <vector>

namespace daypass::entra {

/// Who wants in, and before whom.
struct gate_pass {
  steady_instant deadline;
  bool urgent = false;  ///< Before all that are not, and may use the reserve.
  /// The nearest activation first. What has none goes before where it completes what was begun (a
  /// delete), and behind where it prepares (a look at methods). Among equals first come, first
  /// served.
  instant nearest = instant::min();
};

class lane_gate;

/// One request's share of what it draws on. Its going tells that the request has ended.
class lane_token {
 public:
  lane_token(lane_gate& gate, steady_instant taken_at) : gate_(&gate), taken_at_(taken_at) {}
  lane_token(lane_token&& other) noexcept
      : gate_(std::exchange(other.gate_, nullptr)), taken_at_(other.taken_at_) {}
  lane_token& operator=(lane_token&&) = delete;
  ~lane_token();

 private:
  lane_gate* gate_;
  steady_instant taken_at_;
};

/// The awaitable wait on one lane's budget, and on those that it shares with other lanes: a request
/// takes a token of each at once or none. All calls on the executor's thread; outlives them.
class lane_gate {
 public:
  /// `shared` outlive the gate.
  lane_gate(boost::asio::any_io_executor executor, lane_limit limit,
            std::vector<lane_budget*> shared, clock& time);
  lane_gate(const lane_gate&) = delete;
  lane_gate& operator=(const lane_gate&) = delete;

  /// The token of a request that may be sent now.
  [[nodiscard]] std::optional<lane_token> try_enter(const gate_pass& pass);

  /// Returns when one request may be sent, with its token, which the gate outlives. Errors, nothing
  /// having been sent:
  /// throttled with a retry_after when the budget comes after the deadline (said at once where that
  /// can be seen), of the hire: the lane itself is at work; cancelled (`given_up`).
  [[nodiscard]] boost::asio::awaitable<result<lane_token>> enter(gate_pass pass);

  /// An answer that was no refusal for pace, as lane_budget has it.
  void on_answer(std::optional<double> used_share);

  /// A refusal has stopped what the lane draws on, for all that is not urgent.
  [[nodiscard]] bool stopped() const;

  /// The lane's own.
  [[nodiscard]] lane_budget& budget() { return budget_; }

  /// Of the slowest budget that the lane draws on.
  [[nodiscard]] double requests_per_second() const;
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
  [[nodiscard]] steady_instant earliest(steady_instant now, bool urgent) const;
  [[nodiscard]] steady_instant earliest_in_line(steady_instant now, const gate_pass& pass) const;
  [[nodiscard]] bool try_take(steady_instant now, bool urgent);
  void note_demand(steady_instant now, bool urgent);
  void wake_first();

  boost::asio::any_io_executor executor_;
  lane_budget budget_;
  std::vector<lane_budget*> budgets_;  // the lane's own, then the shared
  clock& time_;
  std::set<place*, earlier> queue_;
  std::uint64_t arrivals_ = 0;
};

}  // namespace daypass::entra

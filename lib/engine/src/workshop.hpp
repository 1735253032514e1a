#pragma once
// What the parts of the engine share.

#include "code_pocket.hpp"
#include "lane_board.hpp"
#include "nursery.hpp"

#include "daypass/engine/engine.hpp"
#include "daypass/planner/situation.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>

namespace daypass::engine {

class worker;

/// On the io_context's thread alone.
struct workshop {
  explicit workshop(parts given);

  parts with;
  std::shared_ptr<const planner::policy> rules;  ///< The current one; old ones may be in use.
  std::shared_ptr<const interpreter> meaning;
  lane_board board;
  code_pocket pocket;
  nursery children;
  std::unordered_map<hire_key, worker*> workers;  ///< One for each leased hire.
  std::size_t locking_out = 0;                    ///< Workers leased urgently.
  wake_event work_to_do;                          ///< Something may be due.
  bool look_now = true;                           ///< As work_to_do, for who is not waiting.
  std::deque<instant> creations;                  ///< Starts of the last hour.
  bool stopping = false;
  bool abandoned = false;  ///< Nothing is begun any more, a lock-out's tries neither.
  bool state_trouble = false;
  bool policy_known = false;
  bool policy_wanted = true;  ///< A refusal named it: read it anew.
  wake_event policy_asked;
  wake_event letters_to_send;    ///< A record was quarantined.
  bool letters_waiting = false;  ///< As letters_to_send, for who is not waiting.
  wake_event quiet;              ///< Set when stopping: ends idle waits.

  /// Lets the due loop look at once.
  void wake();

  /// What this process has leased is still its own.
  [[nodiscard]] bool leases_hold() const {
    return with.members == nullptr || with.time.steady_now() < with.members->leases_hold_until();
  }

  /// Our clock is near enough to Graph's for what only time drives (design 6); before it was
  /// compared, what rests on the comparison looks first.
  [[nodiscard]] bool clock_fits() const {
    return std::chrono::abs(with.entra.clock_offset().value_or(duration{0})) <=
           planner::clock_offset_max;
  }

  /// Replaces the rules by a copy that `change` has been applied to.
  template <typename Change>
  void change_rules(Change change) {
    auto copy = std::make_shared<planner::policy>(*rules);
    change(*copy);
    rules = std::move(copy);
  }
};

/// Makes records due, by a `call` of the state that is repeated until it succeeds: what they wait
/// for has changed, and would not be told again. How many; 0 when the engine stops first.
boost::asio::awaitable<std::uint64_t> wake_surely(
    workshop* shop, std::function<boost::asio::awaitable<result<std::uint64_t>>(instant now)> call);

/// The same for all that have not settled, unless they were woken for this very interpreter before.
boost::asio::awaitable<std::uint64_t> wake_for_meaning(workshop* shop);

}  // namespace daypass::engine

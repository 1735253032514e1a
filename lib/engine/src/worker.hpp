#pragma once
// Works on one leased hire: visit, start steps, wait for answers or a nudge, visit again; until
// nothing is under way and nothing may start.

#include "recorder.hpp"
#include "workshop.hpp"

#include "daypass/planner/visit.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace daypass::engine {

/// Lives in the frame of work_on; on the io_context's thread.
class worker {
 public:
  worker(workshop* shop, leased_onboarding leased);
  ~worker();
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;

  boost::asio::awaitable<void> run();

  /// Takes over a lane slot that the due loop reserved.
  void adopt_slot(std::optional<lane> slot) { slot_ = slot; }

  /// Something about this hire changed: visit again, beside what is in flight.
  void nudge();

 private:
  struct finished {
    outcome happened;
    duration took{};
  };

  boost::asio::awaitable<bool> visit(const outcome* happened);
  boost::asio::awaitable<std::shared_ptr<visit_order>> record(const outcome* happened);
  boost::asio::awaitable<void> run_child(step next);
  void start_children(std::vector<step> starts);
  void forget_running(step_id done);
  void drop_needless_code();
  void give_slot_back();
  boost::asio::awaitable<void> wait_for_news();
  const derived& facts();
  void note_lane(const outcome& happened);
  void report(const planner::visit_result& told);
  void report_step(const finished& done);

  workshop* shop_;
  leased_onboarding leased_;
  std::shared_ptr<const known_facts> known_;
  std::vector<planner::running_step> running_;
  std::vector<finished> answers_;
  bool nudged_ = false;
  instant look_again_at_ = never;  ///< A lock-out's next try, whatever is in flight.
  wake_event changed_;
  std::optional<lane> slot_;  ///< The lane slot that a forward step of this hire holds.
};

/// Looks at a hire now: beside what is in flight, or with what is due.
void look_at(workshop* shop, const hire_key& key);

/// Leases are given back and the worker unregistered whichever way this ends.
boost::asio::awaitable<void> work_on(workshop* shop, leased_onboarding leased, bool urgent,
                                     std::optional<lane> slot);

}  // namespace daypass::engine

#pragma once
// The simulated Entra ID and Microsoft Graph: requests in, answers and how to deliver them out. No
// sockets, no clock, no threads: the same seed, requests and instants give the same answers.

#include "simulators/entra/logic/call.hpp"
#include "simulators/entra/logic/message.hpp"
#include "simulators/entra/logic/routes.hpp"

#include <cstdint>
#include <map>
#include <optional>

namespace daypass::entra_simulator {

class graph_service {
 public:
  explicit graph_service(identity who = {}, switches set = {}, std::uint64_t seed = 1);

  /// Takes one request at `now` (host clock, never going back). What the result's delivery says is
  /// the caller's to carry out; whatever happens to the directory has happened, but for a late
  /// effect.
  [[nodiscard]] exchange handle(const request& asked, instant now);

  /// The client of a `delivery::late_id` has let go: its effect comes `late_by` from now on.
  void client_gave_up(std::uint64_t late_id, instant now);
  /// When the next late effect is due, if one is.
  [[nodiscard]] std::optional<instant> next_late_effect() const;
  /// Runs the late effects that are due. handle() does so by itself.
  void run_late_effects(instant now);

  /// The directory, switches, faults and journal, to be looked at and changed between requests.
  [[nodiscard]] graph_state& state() { return state_; }
  /// `now` on both clocks.
  [[nodiscard]] moment at(instant now) const { return {now, now + state_.set.clock_offset}; }

 private:
  struct late_request {
    request asked;
    duration late_by{0};
    instant due = never;
  };

  [[nodiscard]] call make_call(const request& asked, instant now, actor by);
  [[nodiscard]] response execute(call& asked, const routed& found);
  [[nodiscard]] response guarded(call& asked, const routed& found);
  [[nodiscard]] std::optional<response> refuse_token(const call& asked);
  [[nodiscard]] std::optional<response> refuse_pace(const call& asked, const route& which);
  [[nodiscard]] response throttled_answer(const call& asked, const throttle_verdict& verdict);
  [[nodiscard]] response run_batch(call& asked);
  [[nodiscard]] response run_batch_item(const call& outer, const json& item);
  [[nodiscard]] response faulted_answer(const call& asked, const fault& struck);
  [[nodiscard]] exchange apply(call& asked, const routed& found, std::string_view kind,
                               const fault& struck);
  void add_budget_headers(const call& asked, const routed& found, response& made);
  void stamp(const call& asked, response& made);
  void record(const call& asked, const routed& found, std::string_view kind, int status,
              std::string fault);

  graph_state state_;
  std::map<std::uint64_t, late_request> late_;
  std::uint64_t last_late_id_ = 0;
  double share_ = 0;  ///< Of the fullest budget, at the last request that asked.
};

}  // namespace daypass::entra_simulator

#pragma once
// The simulated Entra ID and Microsoft Graph: the same seed, requests and instants give the same
// answers.

#include "simulators/entra/logic/call.hpp"
#include "simulators/entra/logic/message.hpp"
#include "simulators/entra/logic/routes.hpp"
#include "simulators/remote/late_queue.hpp"
#include "simulators/remote/remote.hpp"

#include <cstdint>
#include <optional>

namespace daypass::entra_simulator {

class graph_service final : public simulator::remote {
 public:
  explicit graph_service(identity who = {}, switches set = {}, std::uint64_t seed = 1);

  [[nodiscard]] exchange handle(const request& asked, instant now) override;
  void client_gave_up(std::uint64_t late_id, instant now) override;
  [[nodiscard]] std::optional<instant> next_late_effect() const override;
  void run_late_effects(instant now) override;

  /// The directory, switches, faults and journal, to be looked at and changed between requests.
  [[nodiscard]] graph_state& state() { return state_; }
  /// `now` on both clocks.
  [[nodiscard]] moment at(instant now) const { return {now, now + state_.set.clock_offset}; }

 private:
  [[nodiscard]] call make_call(const request& asked, instant now, actor by);
  [[nodiscard]] response execute(call& asked, const routed& found);
  [[nodiscard]] response guarded(call& asked, const routed& found);
  [[nodiscard]] std::optional<response> refuse_token(const call& asked);
  [[nodiscard]] std::optional<response> refuse_pace(const call& asked, const route& which);
  [[nodiscard]] response throttled_answer(const call& asked, const throttle_verdict& verdict);
  [[nodiscard]] response run_batch(call& asked);
  [[nodiscard]] response run_batch_item(const call& outer, const json& item);
  [[nodiscard]] response faulted_answer(const call& asked, const fault& drawn);
  [[nodiscard]] exchange apply(call& asked, const routed& found, std::string_view kind,
                               const fault& struck);
  void add_budget_headers(const call& asked, const routed& found, response& made);
  void stamp(const call& asked, response& made);
  void record(const call& asked, const routed& found, std::string_view kind, int status,
              std::string fault);

  graph_state state_;
  simulator::late_queue late_;
  double share_ = 0;  ///< Of the fullest budget, at the last request that asked.
};

}  // namespace daypass::entra_simulator

#pragma once
// The simulated Azure Key Vault, as far as secrets go: the same seed, requests and instants give
// the same answers.

#include "simulators/key_vault/logic/call.hpp"
#include "simulators/key_vault/logic/routes.hpp"
#include "simulators/remote/late_queue.hpp"
#include "simulators/remote/remote.hpp"

#include <cstdint>
#include <optional>

namespace daypass::key_vault_simulator {

using simulator::exchange;

class vault_service final : public simulator::remote {
 public:
  explicit vault_service(identity who = {}, switches set = {}, std::uint64_t seed = 1);

  [[nodiscard]] exchange handle(const request& asked, instant now) override;
  void client_gave_up(std::uint64_t late_id, instant now) override;
  [[nodiscard]] std::optional<instant> next_late_effect() const override;
  void run_late_effects(instant now) override;

  /// Secrets, switches, permissions, faults and log, to be looked at and changed between requests.
  [[nodiscard]] vault_state& state() { return state_; }
  /// `now` on both clocks.
  [[nodiscard]] moment at(instant now) const { return {now, now + state_.set.clock_offset}; }

 private:
  [[nodiscard]] call make_call(const request& asked, const routed& found, instant now, actor by);
  /// Why a request is not carried out, whatever it is about.
  [[nodiscard]] std::optional<response> refuse(call& asked, const routed& found);
  [[nodiscard]] std::optional<response> refuse_version(const call& asked) const;
  [[nodiscard]] std::optional<response> refuse_token(call& asked) const;
  [[nodiscard]] std::optional<response> refuse_pace(const call& asked);
  [[nodiscard]] response carry_out(call& asked, const routed& found);
  [[nodiscard]] response execute(call& asked, const routed& found);
  [[nodiscard]] exchange apply(call& asked, const routed& found, const simulator::fault& struck);
  void note_arrival(std::string_view kind, instant now);
  void stamp(const call& asked, response& made) const;
  void record(const call& asked, const routed& found, int status, std::string fault);

  vault_state state_;
  simulator::late_queue late_;
};

}  // namespace daypass::key_vault_simulator

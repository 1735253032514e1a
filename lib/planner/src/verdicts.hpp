#pragma once
// The small vocabulary in which the parts of `decide` give their verdicts.

#include "daypass/planner/classes.hpp"
#include "daypass/planner/decide.hpp"

#include <algorithm>
#include <optional>

namespace daypass::planner {

[[nodiscard]] inline decision wait_until(instant when) {
  return {.look_again_at = when, .where = standing::waiting};
}

[[nodiscard]] inline decision hold(reason why, instant look_again_at) {
  return {.look_again_at = look_again_at, .where = standing::held, .why = why};
}

/// Held, looked at again unasked after the hold interval.
[[nodiscard]] inline decision hold(const situation& at, reason why) {
  return hold(why, at.now + at.rules.bounds.hold_look_interval);
}

[[nodiscard]] inline decision park(reason why) {
  return {.where = standing::parked, .why = why};
}

[[nodiscard]] inline decision settle(ending how) {
  return {.where = standing::settled, .ended = how};
}

[[nodiscard]] inline step new_step(const situation& at, step_kind kind) {
  return {.id = step_id{at.is().next_step}, .kind = kind, .user = at.is().account.id};
}

[[nodiscard]] inline const retry_state& retry_of(const situation& at, step_kind kind) {
  return (*at.is().retries)[static_cast<std::size_t>(kind)];
}

/// Starts a forward step, or says what keeps it: its backoff, or a refusal that a repeat does not
/// change, which parks.
[[nodiscard]] decision start(const situation& at, step next);

/// The reason to park after a permanent refusal of this kind of step.
[[nodiscard]] reason reason_of(step_kind kind, std::optional<refusal> why);

/// Looks change nothing at all.
[[nodiscard]] inline bool is_look(step_kind kind) {
  return kind == step_kind::look_account || kind == step_kind::look_methods;
}

/// May start now: not running, not backing off, not refused for good.
[[nodiscard]] bool may_start(const situation& at, step_kind kind);

/// Why HR's words can't be used.
[[nodiscard]] reason obstruction(const situation& at);

/// HR's words can't be used yet: held where configuration may mend it, else parked.
[[nodiscard]] decision decide_obstructed(const situation& at);

[[nodiscard]] decision decide_lockout(const situation& at);
[[nodiscard]] decision decide_account(const situation& at, wanted_class hour);
[[nodiscard]] decision decide_pass(const situation& at, wanted_class hour);
[[nodiscard]] decision decide_issue(const situation& at, wanted_class hour);

/// Withdraw, then delete, the current pass. Nothing when it is retired completely.
[[nodiscard]] std::optional<decision> retire(const situation& at);

/// Attributes and manager: wanted, but never in the way of a pass.
[[nodiscard]] std::optional<decision> soft_want(const situation& at);

/// When a soft want should be looked at again.
[[nodiscard]] instant soft_want_due(const situation& at);

/// A readable secret may exist under the current plan.
[[nodiscard]] bool secret_may_be_readable(const pass_state& pass);

/// The current plan is not what is wanted any more (design 5.4).
[[nodiscard]] bool plan_outdated(const situation& at);

/// When the latest word came that asks for the lock-out: the first, or HR's or an operator's later
/// one, since which others may have undone what was confirmed.
[[nodiscard]] instant closing_heard_at(const situation& at);

/// When the last open attempt of any kind closes; now, when none is open.
[[nodiscard]] instant last_close(const situation& at);

/// Our authority to issue has ended (design 5.7).
[[nodiscard]] bool authority_to_issue_ended(const situation& at);

}  // namespace daypass::planner

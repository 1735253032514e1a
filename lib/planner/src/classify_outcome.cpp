#include "daypass/planner/classes.hpp"

namespace daypass::planner {
namespace {

/// A replica may not know the pass yet, and says then that it is gone.
bool newly_issued(const situation& at, const step& done) {
  const pass_state& pass = at.is().pass;
  return done.kind == step_kind::delete_pass && done.pass == pass.id &&
         at.by_graphs_clock() < pass.created_at + at.rules.bounds.settle_delay;
}

outcome_class classify_permanent(const situation& at, const step& done, const error& why) {
  if (why.code == refusal::not_found || why.code == refusal::invalid_reference) {
    if (done.kind == step_kind::refresh_secret) return outcome_class::vanished;
    const bool in_store =
        done.kind == step_kind::publish_secret || done.kind == step_kind::withdraw_secret;
    const bool on_account = !done.user.empty() && !in_store;
    // A look has missed it before: that it is gone is no news.
    const bool missed = done.kind == step_kind::delete_pass && at.is().pass.missed_at.has_value();
    if (missed && !lockout_wanted(at)) return outcome_class::vanished;
    if (on_account && (newly_created(at) || newly_issued(at, done))) return outcome_class::not_yet;
    if (on_account) return outcome_class::vanished;
    return done.kind == step_kind::look_account ? outcome_class::retryable : outcome_class::refused;
  }
  if (why.code == refusal::conflict || why.code == refusal::pass_exists) {
    return outcome_class::conflict;
  }
  if (why.code == refusal::policy_lifetime || why.code == refusal::policy_one_time ||
      why.code == refusal::policy_scope) {
    return outcome_class::policy_refused;
  }
  return outcome_class::refused;
}

/// Steps under a permission that nothing else needs: its absence concerns the hire, not the lane.
bool needs_own_permission(step_kind kind) {
  return kind == step_kind::gather_evidence || kind == step_kind::join_groups ||
         kind == step_kind::link_manager || kind == step_kind::look_manager ||
         kind == step_kind::revoke_sessions;
}

outcome_class classify_error(const situation& at, const step& done, const error& why) {
  switch (why.kind) {
    case failure::unknown_effect:
      return outcome_class::unknown_effect;
    case failure::cancelled:
      return outcome_class::cancelled;
    case failure::defect:
      return outcome_class::defect;
    case failure::throttled:
      return outcome_class::throttled;
    case failure::retryable:
    case failure::permanent:
      break;
  }
  const bool own_permission = why.code == refusal::forbidden && needs_own_permission(done.kind);
  if (why.scope == failure_scope::lane && !own_permission) return outcome_class::lane_failed;
  if (why.kind == failure::permanent) return classify_permanent(at, done, why);
  return outcome_class::retryable;
}

}  // namespace

outcome_class classify_outcome(const situation& at, const outcome& happened) {
  if (const auto* why = std::get_if<error>(&happened.said)) {
    return classify_error(at, happened.done, *why);
  }
  if (std::holds_alternative<interrupted>(happened.said)) return outcome_class::interrupted;
  if (std::holds_alternative<manager_absent>(happened.said)) return outcome_class::absent;
  if (const auto* seen = std::get_if<accounts_seen>(&happened.said)) {
    return seen->holders.empty() ? outcome_class::absent : outcome_class::done;
  }
  if (const auto* seen = std::get_if<methods_seen>(&happened.said)) {
    return seen->passes.empty() ? outcome_class::absent : outcome_class::done;
  }
  return outcome_class::done;
}

}  // namespace daypass::planner

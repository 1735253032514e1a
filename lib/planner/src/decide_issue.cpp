// From an account of ours to an issued pass (design 5.3): enable, look, issue.

#include "recipients.hpp"

#include "daypass/planner/tenant_policy.hpp"

#include <chrono>

namespace daypass::planner {
namespace {

/// The tenant's policy bounds the plan; what it can't satisfy holds the hire, naming the field.
std::optional<reason> policy_violated(const situation& at) {
  const auto& tenant = at.rules.tenant;
  return tenant ? policy_obstacle(*profile_of(at), *tenant) : std::nullopt;
}

/// A refusal by the tenant's policy is tried again, held meanwhile; one of scope is "not yet" until
/// the last hours, because group memberships travel slowly.
std::optional<decision> refused_by_policy(const situation& at) {
  const retry_state& retry = retry_of(at, step_kind::issue_pass);
  if (!retry.last_refusal || retry.not_before <= at.now) return std::nullopt;
  const refusal why = *retry.last_refusal;
  if (why == refusal::policy_lifetime || why == refusal::policy_one_time) {
    return hold(reason_of(step_kind::issue_pass, why), retry.not_before);
  }
  const instant patience_ends = at.facts.when->activation_at - at.rules.bounds.scope_patience;
  if (why == refusal::policy_scope && at.now >= patience_ends) {
    return hold(reason::policy_scope, retry.not_before);
  }
  return std::nullopt;
}

/// An adopted account is proved fit again right before each issue.
std::optional<decision> prove_adopted(const situation& at) {
  const account_state& account = at.is().account;
  if (account.origin != account_origin::adopted) return std::nullopt;
  const bool fresh = account.evidence && account.evidence_at &&
                     at.now < *account.evidence_at + at.rules.bounds.evidence_fresh_for;
  if (!fresh) return start(at, new_step(at, step_kind::gather_evidence));
  const adoption_evidence& evidence = *account.evidence;
  const bool fit = evidence.only_password && !evidence.has_role && evidence.account.member &&
                   !evidence.account.synchronised;
  return fit ? std::nullopt : std::optional(park(reason::adoption_refused));
}

std::optional<decision> make_ready(const situation& at) {
  const actual& is = at.is();
  const profile& how = *profile_of(at);
  if (!how.groups.empty() && !is.account.groups_joined) {
    step next = new_step(at, step_kind::join_groups);
    next.groups = how.groups;
    return start(at, std::move(next));
  }
  if (auto proving = prove_adopted(at)) return proving;
  if (auto looking = look_before_issue(at)) return looking;
  // A disabling of a lock-out that is over may still take effect, and would undo an enable.
  if (const auto closes_at = attempts_close_at(is, step_kind::disable_account)) {
    return wait_until(*closes_at);
  }
  if (!is.account.enabled) {
    // Seen disabled after an enable of ours, and another one may still take effect: looked at when
    // it can't any more, for what others disabled stays so (design 5.6).
    if (!is.account.disabled_by_us) return wait_until(last_close(at));
    return start(at, new_step(at, step_kind::enable_account));
  }
  // The look compares the clocks too: should the answer be lost, Graph's tells ours from others'.
  const bool looked = is.pass.listed_at && is.account.enabled_written_at <= is.pass.listed_at &&
                      at.now < *is.pass.listed_at + at.rules.bounds.looks_fresh_for &&
                      at.graph_ahead.has_value();
  if (!looked) return start(at, new_step(at, step_kind::look_methods));
  if (is.pass.listed.empty()) return std::nullopt;
  if (how.foreign_pass == foreign_pass_rule::park) return park(reason::foreign_pass);
  step next = new_step(at, step_kind::delete_pass);
  next.pass = is.pass.listed.front().id;
  return start(at, std::move(next));
}

/// The name says which store it is in: a pass is withdrawn from where it is, whatever its profile
/// says by then.
secret_name secret_in(const std::string& store, std::string_view fresh) {
  std::string name = store.empty() ? "" : store + "/";
  return secret_name(name.append(fresh));
}

pass_plan new_plan(const situation& at) {
  const profile& how = *profile_of(at);
  pass_plan plan;
  plan.starts_at_once = at.facts.when->activation_at <= at.now;
  plan.start_at =
      plan.starts_at_once ? std::chrono::floor<seconds>(at.now) : at.facts.when->activation_at;
  plan.lifetime = how.pass_lifetime;
  plan.one_time = how.one_time;
  plan.secret = secret_in(how.store, at.fresh_name);
  plan.recipients = recipients_of(at);
  plan.zone = at.facts.when->zone;
  for (const listed_pass& seen : at.is().pass.listed) plan.seen_before.push_back(seen.id);
  return plan;
}

/// Graph gives no word on a start that is past when it arrives: shortly before activation, wait.
constexpr auto too_close = minutes{2};

}  // namespace

decision decide_issue(const situation& at, wanted_class hour) {
  const actual& is = at.is();
  if (authority_to_issue_ended(at)) {
    const bool first_key = is.strong_method_at && !is.first_usable_at;
    return park(first_key ? reason::strong_method_found : reason::established);
  }
  if (hour == wanted_class::obstructed) return decide_obstructed(at);
  if (hour == wanted_class::implausible) return park(reason::start_implausible);
  if (hour == wanted_class::overdue) return park(reason::too_late);
  if (hour == wanted_class::distant || hour == wanted_class::near) {
    if (auto wanted = soft_want(at)) return *wanted;
    const instant issue_at = at.facts.when->activation_at - profile_of(at)->issue_ahead;
    return wait_until(std::min(issue_at, soft_want_due(at)));
  }
  if (is.pass.replaced_after_loss > 2) return park(reason::pass_removed_often);
  if (!at.clock_trusted()) return hold(at, reason::clock_untrusted);
  if (auto violated = policy_violated(at)) return hold(at, *violated);
  if (auto refused = refused_by_policy(at)) return *refused;
  if (auto preparing = make_ready(at)) return *preparing;
  const instant activation = at.facts.when->activation_at;
  if (activation > at.now && activation <= at.now + too_close) return wait_until(activation);
  step next = new_step(at, step_kind::issue_pass);
  next.plan = new_plan(at);
  return start(at, std::move(next));
}

}  // namespace daypass::planner

#include "recipients.hpp"

namespace daypass::planner {

bool may_start(const situation& at, step_kind kind) {
  const retry_state& retry = retry_of(at, kind);
  return !at.is_running(kind) && retry.not_before <= at.now && !retry.permanent;
}

reason reason_of(step_kind kind, std::optional<refusal> why) {
  if (why == refusal::upn_invalid) return reason::upn_invalid;
  if (why == refusal::guest) return reason::guest_account;
  if (why == refusal::policy_lifetime) return reason::policy_lifetime;
  if (why == refusal::policy_one_time) return reason::policy_one_time;
  if (why == refusal::policy_scope) return reason::policy_scope;
  if (kind == step_kind::gather_evidence) return reason::adoption_refused;
  if (kind == step_kind::publish_secret || why == refusal::store_refused) {
    return reason::store_refused;
  }
  return reason::refused;
}

/// A refused look leaves a readable secret unwatched: asked again, visibly held, until the pass
/// can't open anything any more, and withdrawn then.
decision look_on(const situation& at, step next) {
  if (at.now >= at.is().pass.end_at + at.rules.bounds.settle_delay) return *retire(at);
  const retry_state& retry = retry_of(at, next.kind);
  decision verdict = hold(reason_of(next.kind, retry.last_refusal), retry.not_before);
  if (retry.not_before <= at.now) verdict.forward = std::move(next);
  return verdict;
}

decision start(const situation& at, step next) {
  const retry_state& retry = retry_of(at, next.kind);
  if (retry.permanent && is_look(next.kind) && secret_may_be_readable(at.is().pass)) {
    return look_on(at, std::move(next));
  }
  if (retry.permanent) return park(reason_of(next.kind, retry.last_refusal));
  decision verdict = wait_until(std::max(retry.not_before, at.now));
  verdict.where = standing::working;
  if (retry.not_before > at.now) return verdict;
  verdict.forward = std::move(next);
  return verdict;
}

reason obstruction(const situation& at) {
  if (!at.facts.when) return at.facts.when.error().why;
  if (!at.facts.who) return at.facts.who.error().why;
  return reason::profile_unknown;
}

decision decide_obstructed(const situation& at) {
  const reason why = obstruction(at);
  const bool mended_by_configuration =
      why == reason::place_unknown || why == reason::profile_unknown;
  return mended_by_configuration ? hold(at, why) : park(why);
}

bool secret_may_be_readable(const pass_state& pass) {
  return pass.secret == secret_state::unverified || pass.secret == secret_state::verified;
}

bool plan_outdated(const situation& at) {
  const pass_state& pass = at.is().pass;
  if (pass.replace) return true;
  if (!at.facts.when || profile_of(at) == nullptr) return false;  // Nothing else is known.
  const instant wanted = at.facts.when->activation_at;
  // One that starts at once begins by Graph's clock, which may be a little ahead of ours.
  const bool usable = pass.plan->starts_at_once || at.now >= pass.start_at;
  if (usable) return wanted > at.now;
  return wanted != pass.plan->start_at || recipients_of(at) != pass.plan->recipients;
}

instant closing_heard_at(const situation& at) {
  instant heard = std::min(at.is().lockout.begun_at.value_or(at.now), at.now);
  const auto hear = [&](instant word_at) {
    // What a clock stamped that was ahead tells nothing, and would ask for it again and again.
    if (word_at <= at.now) heard = std::max(heard, word_at);
  };
  const wanted& wants = at.record.wants;
  if (wants.rescinded() && wants.rescinded_at) hear(*wants.rescinded_at);
  for (const order& given : at.record.ordered) {
    if (given.kind == order_kind::revoke) hear(given.at);
  }
  return heard;
}

instant last_close(const situation& at) {
  instant latest = at.now;
  for (const attempt& one : at.is().attempts) {
    latest = std::max(latest, one.open_until.value_or(at.now));
  }
  return latest;
}

bool authority_to_issue_ended(const situation& at) {
  const actual& is = at.is();
  const limits& bounds = at.rules.bounds;
  if (is.strong_method_at) return true;
  if (is.first_usable_at) return at.now >= *is.first_usable_at + bounds.authority_to_issue;
  return is.expected_start_at && at.now >= *is.expected_start_at + bounds.authority_to_lock;
}

}  // namespace daypass::planner

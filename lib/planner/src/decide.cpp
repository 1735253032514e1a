#include "daypass/planner/decide.hpp"

#include "verdicts.hpp"

namespace daypass::planner {
namespace {

bool nothing_new(const situation& at) {
  const standing_state& stands = at.is().stands;
  std::uint64_t newest_order = 0;
  for (const order& given : at.record.ordered) newest_order = std::max(newest_order, given.number);
  return stands.wanted_version == at.record.wants.version && stands.order_number == newest_order;
}

/// Parked and settled records stay so until HR or an operator says something new.
std::optional<decision> rest(const situation& at) {
  const standing_state& stands = at.is().stands;
  if (!nothing_new(at)) return std::nullopt;
  if (stands.where == standing::parked) return park(stands.why);
  if (stands.where == standing::settled) return settle(at.is().ended);
  return std::nullopt;
}

/// A rescission so late that the account is the employee's by now (design 5.7).
bool authority_to_lock_ended(const situation& at) {
  const auto& first = at.is().first_usable_at;
  return first && at.now >= *first + at.rules.bounds.authority_to_lock &&
         !at.is().lockout.begun_at && !standing_revoke(at.record.ordered);
}

bool holds_itself(reason why) {
  return why == reason::place_unknown || why == reason::profile_unknown;
}

decision decide_obstructed(const situation& at) {
  reason why = reason::profile_unknown;
  if (!at.facts.when)
    why = at.facts.when.error().why;
  else if (!at.facts.who)
    why = at.facts.who.error().why;
  return holds_itself(why) ? hold(at, why) : park(why);
}

/// Withdraw and delete what is ours, then park: design 5.6.
decision clear_then_park(const situation& at, reason why) {
  if (auto clearing = retire(at)) return *clearing;
  return park(why);
}

decision decide_forward(const situation& at) {
  const wanted_class hour = classify_wanted(at);
  if (hour == wanted_class::obstructed) return decide_obstructed(at);
  const actual_class so = classify_actual(at);
  const bool ours = so >= actual_class::disabled;
  if (hour == wanted_class::implausible && !ours && so != actual_class::gone) {
    return park(reason::start_implausible);
  }
  if (at.is().account.id.empty()) return decide_account(at, hour);
  if (!at.is().account.looked_at) return start(at, new_step(at, step_kind::look_account));
  if (at.is().account.gone_at) {
    // The pass went with the account; only the secret is left.
    if (secret_may_be_readable(at.is().pass)) return *retire(at);
    return park(reason::account_deleted);
  }
  if (!at.is().account.enabled && !at.is().account.disabled_by_us &&
      !has_attempt(at.is(), step_kind::enable_account)) {
    return clear_then_park(at, reason::disabled_by_other);
  }
  return decide_pass(at, hour);
}

}  // namespace

decision decide(const situation& at) {
  if (purged_before(at)) return park(reason::established);
  if (lockout_wanted(at)) {
    return authority_to_lock_ended(at) ? park(reason::established) : decide_lockout(at);
  }
  if (!at.record.wants.announced()) return wait_until(never);
  if (!at.running.empty()) {  // A withdrawal in flight would hit what comes next.
    decision verdict = wait_until(never);
    verdict.where = standing::working;
    return verdict;
  }
  if (standing_hold(at.record.ordered)) return hold(reason::operator_hold, never);
  if (auto resting = rest(at)) return *resting;
  decision verdict = decide_forward(at);
  if (verdict.where == standing::settled && !at.is().attempts.empty()) {
    return wait_until(last_close(at));  // What was sent may still take effect.
  }
  return verdict;
}

}  // namespace daypass::planner

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

/// A rescission so late that the account is the employee's by now (design 5.7). A lock-out that
/// began in time goes on, and an operator's revoke is an order.
bool authority_to_lock_ended(const situation& at) {
  const actual& is = at.is();
  const auto& first = is.first_usable_at ? is.first_usable_at : is.expected_start_at;
  const wanted& wants = at.record.wants;
  const instant heard_at = wants.rescinded() ? wants.rescinded_at.value_or(at.now) : at.now;
  // Never later than now, should the clock have been ahead when it was heard.
  const instant begun_at = std::min({is.lockout.begun_at.value_or(at.now), heard_at, at.now});
  return first && begun_at >= *first + at.rules.bounds.authority_to_lock &&
         !standing_revoke(at.record.ordered);
}

/// What was sent may still take effect, and would be watched by nobody.
decision when_final(const situation& at, decision verdict) {
  const actual& is = at.is();
  if (verdict.where == standing::waiting) {
    // Whether a lost enable took effect is seen before others can disable what it enabled.
    const auto closes_at = attempts_close_at(is, step_kind::enable_account);
    if (closes_at) verdict.look_again_at = std::min(verdict.look_again_at, *closes_at);
  }
  const bool secret_may_come =
      has_attempt(is, step_kind::publish_secret) || has_attempt(is, step_kind::refresh_secret);
  const bool settles = verdict.where == standing::settled && !is.attempts.empty();
  const bool parks = verdict.where == standing::parked && secret_may_come;
  return settles || parks ? wait_until(last_close(at)) : verdict;
}

/// Withdraw and delete what is ours, then park: design 5.6.
decision clear_then_park(const situation& at, reason why) {
  if (auto clearing = retire(at)) return *clearing;
  return park(why);
}

decision decide_forward(const situation& at) {
  const wanted_class hour = classify_wanted(at);
  const actual& is = at.is();
  if (is.account.id.empty()) return decide_account(at, hour);
  if (!is.account.looked_at) return start(at, new_step(at, step_kind::look_account));
  if (is.account.gone_at) {
    // The pass went with the account; only the secret is left.
    if (secret_may_be_readable(is.pass)) return *retire(at);
    return park(reason::account_deleted);
  }
  if (!is.account.enabled && !is.account.disabled_by_us &&
      !has_attempt(is, step_kind::enable_account)) {
    return clear_then_park(at, reason::disabled_by_other);
  }
  return decide_pass(at, hour);
}

/// An operator's hold: nothing new is begun, but a pass that is out is still watched and, when its
/// time has come, taken back.
decision decide_held(const situation& at) {
  decision verdict = hold(reason::operator_hold, never);
  if (!at.is().pass.plan) return verdict;
  decision wish = decide_forward(at);
  if (wish.forward && !is_look(wish.forward->kind) && !is_revocation(wish.forward->kind)) {
    return hold(at, reason::operator_hold);
  }
  verdict.look_again_at = wish.look_again_at;
  verdict.forward = std::move(wish.forward);
  return verdict;
}

}  // namespace

decision decide(const situation& at) {
  if (purged_before(at)) return park(reason::established);
  const bool locking = lockout_wanted(at);
  if (locking && !authority_to_lock_ended(at)) return decide_lockout(at);
  if (!locking && !at.record.wants.announced()) return wait_until(never);
  if (!at.running.empty()) {  // A withdrawal in flight would hit what comes next.
    decision verdict = wait_until(never);
    verdict.where = standing::working;
    return verdict;
  }
  if (locking) return when_final(at, clear_then_park(at, reason::established));
  if (standing_hold(at.record.ordered)) return decide_held(at);
  if (auto resting = rest(at)) return *resting;
  return when_final(at, decide_forward(at));
}

}  // namespace daypass::planner

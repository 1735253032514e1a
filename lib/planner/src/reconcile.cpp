// What the passing of time, new words of HR's and new orders mean for the record.

#include "parts.hpp"
#include "verdicts.hpp"

#include "daypass/planner/absorb.hpp"

#include <algorithm>

namespace daypass::planner {
namespace {

/// Our clock was set back: what it stamped ahead of now would come after everything that is done
/// until it is there again, and be done anew each time.
void follow_clock_back(const situation& at, actual& is) {
  const auto follow = [&](std::optional<instant>& stamp) {
    if (stamp && *stamp > at.now) stamp = at.now;
  };
  account_state& account = is.account;
  for (auto* const stamp :
       {&account.enabled_written_at, &account.looked_at, &account.evidence_at,
        &account.manager_tried_at, &account.manager_looked_at, &is.account_checked_at}) {
    follow(*stamp);
  }
  pass_state& pass = is.pass;
  for (auto* const stamp : {&pass.published_at, &pass.verified_at, &pass.missed_at}) {
    follow(*stamp);
  }
  // How long ago the list was read nobody can say: too long to issue by it.
  if (pass.listed_at > at.now) pass.listed_at = at.now - at.rules.bounds.looks_fresh_for;
  lockout_state& lockout = is.lockout;
  for (auto* const stamp : {&lockout.begun_at, &lockout.withdrawn_at, &lockout.pass_deleted_at,
                            &lockout.disabled_at, &lockout.sessions_revoked_at}) {
    follow(*stamp);
  }
  const instant last_close = at.now + at.rules.bounds.late_effect_max;
  for (attempt& one : is.attempts) {
    one.intended_at = std::min(one.intended_at, at.now);
    if (one.open_until) one.open_until = std::min(*one.open_until, last_close);
  }
}

/// Nor may a pause last longer for it than it does by itself.
void shorten_pauses(const situation& at, actual& is) {
  constexpr duration asked_for_max = hours{7};  // Graph's Retry-After is heeded up to six.
  const limits& bounds = at.rules.bounds;
  for (std::size_t kind = 0; kind < step_kind_count; ++kind) {
    const retry_state& retry = (*is.retries)[kind];
    const bool asked_for = retry.last_refusal == refusal::throttled;
    duration longest = asked_for ? asked_for_max : bounds.retry_max * 9 / 8;
    if (lockout_wanted(at)) longest = bounds.revoke_retry_max * 9 / 8;
    if (retry.not_before > at.now + longest) is.retries.edit()[kind].not_before = at.now;
  }
}

/// An intent without an answer that nobody here is waiting for: the process ended in between.
void open_vanished_attempts(const situation& at, actual& is) {
  for (attempt& one : is.attempts) {
    const bool awaited = std::ranges::any_of(
        at.running, [&](const running_step& running) { return running.id == one.id; });
    if (!one.open_until && !awaited) leave_open(at, is, one);
  }
}

/// However our clock was set since, an attempt closes when it does by Graph's; and by no clock of
/// which Graph has told this process nothing.
void follow_graphs_clock(const situation& at, actual& is) {
  constexpr auto set_min = seconds{10};
  constexpr auto soon = seconds{2};
  for (attempt& one : is.attempts) {
    if (!one.open_until) continue;
    if (!at.graph_ahead) {
      if (one.open_until_there) one.open_until = std::max(*one.open_until, at.now + soon);
    } else if (!one.open_until_there) {
      one.open_until_there = *one.open_until + *at.graph_ahead;
    } else {
      const instant here = *one.open_until_there - *at.graph_ahead;
      if (std::chrono::abs(here - *one.open_until) >= set_min) one.open_until = here;
    }
  }
}

/// Nothing can come of it any more; what it may have done is looked at, or undone, once more.
void close_attempt(actual& is, step_kind kind) {
  switch (kind) {
    case step_kind::create_account:
      is.account.looked_at.reset();
      return;
    case step_kind::issue_pass:
      is.pass.listed_at.reset();
      return;
    case step_kind::enable_account:
      is.lockout.disabled_at.reset();
      is.account.looked_at.reset();
      return;
    case step_kind::disable_account:
      if (is.account.enabled) is.account.disabled_by_us = true;
      is.account.enabled = false;
      return;
    case step_kind::publish_secret:
    case step_kind::refresh_secret:
      if (is.pass.secret == secret_state::withdrawn) is.pass.secret = secret_state::unverified;
      return;
    default:
      return;
  }
}

void close_expired_attempts(const situation& at, actual& is) {
  const auto expired = [&](const attempt& one) {
    return one.open_until && *one.open_until <= at.now;
  };
  for (const attempt& one : is.attempts) {
    if (expired(one)) close_attempt(is, one.kind);
  }
  std::erase_if(is.attempts, expired);
}

void forget_refusals(actual& is) {
  is.retries = {};
}

/// An order resumes what a deletion stopped, once a look has found the account there again.
void forget_deletion(actual& is) {
  is.account.gone_at.reset();
  is.account.restored = false;
  is.account.looked_at.reset();
}

void heed_retry(actual& is) {
  // Where a create may have made an account, only a look tells whether it is there.
  const bool looked = is.account.looked_at.has_value();
  forget_refusals(is);
  forget_deletion(is);
  is.account.holders.clear();
  is.account.evidence.reset();
  is.account.evidence_at.reset();
  is.account_checked_at.reset();
  is.pass.replaced_after_loss = 0;
  is.pass.listed_at.reset();
  if (is.account.id.empty() && looked && !has_attempt(is, step_kind::create_account)) {
    is.account.reserved = {};
    is.account.upn_number = 0;
    is.account.attempted_at.reset();
    is.account.attempt_until.reset();
  }
}

void heed_orders(const situation& at, actual& is) {
  const orders& given = at.record.ordered;
  const std::uint64_t heeded = is.stands.order_number;
  const bool release_resumes = newest(given, order_kind::release) > heeded;
  if (newest(given, order_kind::retry) > heeded || release_resumes) heed_retry(is);
  if (newest(given, order_kind::adopt) > heeded) is.account.evidence.reset();
  const std::uint64_t reissue = newest(given, order_kind::reissue);
  // While a rescission stands, however late it came, the order waits for HR to reopen the hire.
  if (reissue > is.reissue_heeded && !lockout_wanted(at)) {
    is.reissue_heeded = reissue;
    if (authority_to_issue_ended(at)) {
      // A rehire, by order (design 5.7): the account is read anew before anything is issued.
      is.first_usable_at.reset();
      is.strong_method_at.reset();
      is.pass.listed_at.reset();
      is.expected_start_at = at.now;
    }
    if (is.account.gone_at) forget_deletion(is);
    is.pass.replaced_after_loss = 0;
    if (is.pass.plan) is.pass.replace = true;
  }
}

/// The start follows HR's words until our authority over the account has ended with it: what HR
/// says later of a person who works here gives none back.
void follow_start(const situation& at, actual& is) {
  if (is.account.id.empty() || !at.facts.when) return;
  if (start_implausible(at, *at.facts.when)) return;
  const auto ended = [&](instant from) {
    return at.now >= from + at.rules.bounds.authority_to_lock;
  };
  const instant start = at.facts.when->activation_at;
  const auto& known = is.expected_start_at;
  if (!known || (!ended(*known) && !ended(start))) is.expected_start_at = start;
}

}  // namespace

actual reconcile(const situation& at) {
  actual is = at.is();
  follow_clock_back(at, is);
  shorten_pauses(at, is);
  open_vanished_attempts(at, is);
  follow_graphs_clock(at, is);
  close_expired_attempts(at, is);
  heed_orders(at, is);
  follow_start(at, is);
  if (is.stands.wanted_version != at.record.wants.version) forget_refusals(is);
  if (lockout_wanted(at)) {
    // What an earlier one confirmed says nothing for this one.
    if (!is.lockout.begun_at) is.lockout = {.begun_at = at.now};
    if (is.lockout.disabled_at < closing_heard_at(at)) is.lockout.disabled_at.reset();
  } else {
    // What its effects have reached, or may have, is not what was verified before.
    if (is.lockout.begun_at && is.pass.plan) is.pass.replace = true;
    is.lockout = {};
  }
  forget_retired_pass(is);
  return is;
}

}  // namespace daypass::planner

#include "daypass/planner/absorb.hpp"

#include "parts.hpp"

#include "daypass/base/assert.hpp"
#include "daypass/planner/retry.hpp"

#include <algorithm>

namespace daypass::planner {
namespace {

/// To be changed at once.
retry_state& retry_of(actual& is, step_kind kind) {
  return is.retries.edit()[static_cast<std::size_t>(kind)];
}

const retry_state& tries_of(const actual& is, step_kind kind) {
  return (*is.retries)[static_cast<std::size_t>(kind)];
}

void forget_failures(actual& is, step_kind kind) {
  const retry_state untried;
  if (tries_of(is, kind) != untried) retry_of(is, kind) = untried;
}

/// The step may still take effect. A lock-out disables again and again; the last of those that are
/// lost stands for all.
void lose_answer(const folding& in) {
  if (in.done.kind == step_kind::disable_account) {
    std::erase_if(in.is.attempts, [&](const attempt& one) {
      return one.kind == step_kind::disable_account && one.id < in.done.id && one.open_until;
    });
  }
  for (attempt& one : in.is.attempts) {
    if (one.id == in.done.id) leave_open(in.at, in.is, one);
  }
}

/// Part of a lock-out, or a tidying up that is retried as fast.
bool is_hurried(const step& done) {
  return is_revocation(done.kind) || done.urgent;
}

void back_off(const folding& in, const error& why, std::uint64_t random, bool counts) {
  retry_state& retry = retry_of(in.is, in.done.kind);
  if (counts) ++retry.failures;
  const duration delay = backoff_delay(retry.failures, why.retry_after, is_hurried(in.done),
                                       in.at.rules.bounds, random);
  retry.not_before = in.at.now + delay;
  retry.last_error = why.what;
  retry.last_refusal.reset();
  if (why.code.category() == refusal_category()) {
    retry.last_refusal = static_cast<refusal>(why.code.value());
  }
}

/// A conflict means: look who holds the name, or what pass is there.
void look_again(const folding& in) {
  if (in.done.kind == step_kind::create_account) in.is.account.looked_at.reset();
  if (in.done.kind == step_kind::issue_pass) in.is.pass.listed_at.reset();
}

/// The pass of a dropped intent never was: its plan is forgotten.
void forget_unissued_plan(const folding& in) {
  if (in.done.kind != step_kind::issue_pass || !in.is.pass.id.empty()) return;
  if (has_attempt(in.is, step_kind::issue_pass)) return;
  const std::uint8_t losses = in.is.pass.replaced_after_loss;
  const auto listed_at = in.is.pass.listed_at;
  auto listed = std::move(in.is.pass.listed);
  in.is.pass = {};
  in.is.pass.replaced_after_loss = losses;
  in.is.pass.listed_at = listed_at;
  in.is.pass.listed = std::move(listed);
}

/// Our pass is not there. It may have gone with its account, and come back with it: only a second
/// such answer, where the account was seen in between, tells that the pass is gone.
void absorb_missing_pass(const folding& in, const error& why, std::uint64_t random) {
  account_state& account = in.is.account;
  const bool missed_before = tries_of(in.is, in.done.kind).last_refusal == refusal::not_found;
  const bool seen = account.looked_at && (!account.gone_at || account.restored);
  if (in.done.pass != in.is.pass.id || (missed_before && seen)) {
    forget_failures(in.is, in.done.kind);
    absorb_done(in);
    return;
  }
  account.looked_at.reset();
  back_off(in, why, random, true);
}

/// What the step was about is gone.
void absorb_vanished(const folding& in, const error& why, std::uint64_t random) {
  pass_state& pass = in.is.pass;
  switch (in.done.kind) {
    case step_kind::delete_pass:
      absorb_missing_pass(in, why, random);
      return;
    case step_kind::refresh_secret:
      if (in.at.now < pass.start_at) {
        // Somebody took the secret away, and its code is nowhere else: as if they had the pass.
        forget_failures(in.is, in.done.kind);
        pass.secret = secret_state::withdrawn;
        ++pass.replaced_after_loss;
        return;
      }
      // Who it is for may have it: the pass stays, and there is nothing left to show.
      back_off(in, why, random, true);
      retry_of(in.is, in.done.kind).permanent = true;
      return;
    default:
      in.is.account.looked_at.reset();
      back_off(in, why, random, true);
      return;
  }
}

}  // namespace

bool within_attempt(instant created_at, std::optional<instant> from, std::optional<instant> until) {
  constexpr auto tolerance = minutes{2};
  return from && created_at >= *from - tolerance && (!until || created_at <= *until + tolerance);
}

void forget_refused_create(actual& is) {
  if (is.account.attempt_until || has_attempt(is, step_kind::create_account)) return;
  is.account.attempted_at.reset();
}

void leave_open(const situation& at, actual& is, attempt& one) {
  const duration longest = at.rules.bounds.late_effect_max;
  one.open_until = at.now + longest;
  if (at.graph_ahead) one.open_until_there = *one.open_until + *at.graph_ahead;
  // After a restart our clock may not have been compared with Graph's yet, and be far behind.
  const auto until = [&](std::optional<instant> from) {
    return std::max(at.by_graphs_clock(), from.value_or(at.by_graphs_clock())) + longest;
  };
  if (one.kind == step_kind::create_account) {
    is.account.attempt_until = until(is.account.attempted_at);
  }
  if (one.kind == step_kind::issue_pass) is.pass.attempt_until = until(is.pass.attempted_at);
  // It may undo the disabling that a lock-out has confirmed.
  if (one.kind == step_kind::enable_account) is.lockout.disabled_at.reset();
}

void drop_attempt(const folding& in) {
  std::erase_if(in.is.attempts, [&](const attempt& one) { return one.id == in.done.id; });
}

void close_attempts(actual& is, step_kind kind) {
  std::erase_if(is.attempts, [&](const attempt& one) { return one.kind == kind; });
}

void absorb_failure(const folding& in, const error& why, std::uint64_t random) {
  const outcome happened{.done = in.done, .said = why, .at = in.at.now};
  const outcome_class meaning = classify_outcome(in.at, happened);
  if (meaning == outcome_class::unknown_effect) {
    lose_answer(in);
  } else {
    drop_attempt(in);
    forget_unissued_plan(in);
    forget_refused_create(in.is);
  }
  switch (meaning) {
    case outcome_class::cancelled:
      // Not begun in time, if not when stopping: others who are locked out get their turn.
      if (is_hurried(in.done)) back_off(in, why, random, true);
      return;
    case outcome_class::throttled:
      back_off(in, why, random, false);
      return;
    case outcome_class::lane_failed:
      // A lock-out's effects run on a lane that is held too: nothing else slows them.
      back_off(in, why, random, is_hurried(in.done));
      return;
    case outcome_class::conflict:
      look_again(in);
      back_off(in, why, random, true);
      return;
    case outcome_class::not_yet:
      if (in.done.kind == step_kind::delete_pass) in.is.account.looked_at.reset();
      back_off(in, why, random, true);
      return;
    case outcome_class::vanished:
      absorb_vanished(in, why, random);
      return;
    case outcome_class::refused:
    case outcome_class::defect:
      back_off(in, why, random, true);
      // A lock-out is never given up, and a soft want never stands in the way.
      retry_of(in.is, in.done.kind).permanent = !is_hurried(in.done);
      return;
    default:
      back_off(in, why, random, true);
      return;
  }
}

actual intend(const situation& at, const step& next) {
  actual is = at.is();
  is.next_step = std::max(is.next_step, static_cast<std::uint64_t>(next.id) + 1);
  if (next.urgent && !is.lockout.begun_at) is.lockout.begun_at = at.now;
  if (!has_intent(next.kind)) return is;
  is.attempts.push_back({next.id, next.kind, at.now, std::nullopt});
  if (next.kind == step_kind::create_account) {
    is.account.reserved = next.attributes;
    if (!is.account.attempted_at) is.account.attempted_at = at.by_graphs_clock();
  }
  if (next.kind == step_kind::publish_secret) is.pass.secret = secret_state::unverified;
  if (next.kind == step_kind::issue_pass) {
    const std::uint8_t losses = is.pass.replaced_after_loss;
    is.pass = {};
    is.pass.plan = next.plan;
    is.pass.attempted_at = at.by_graphs_clock();
    is.pass.replaced_after_loss = losses;
  }
  return is;
}

actual absorb(const situation& at, const outcome& happened, std::uint64_t random) {
  actual is = at.is();
  const folding in{at, happened.done, is};
  if (const auto* why = std::get_if<error>(&happened.said)) {
    absorb_failure(in, *why, random);
    forget_retired_pass(is);
    return is;
  }
  if (std::holds_alternative<interrupted>(happened.said)) {
    lose_answer(in);
    return is;
  }
  forget_failures(is, happened.done.kind);
  if (const auto* seen = std::get_if<accounts_seen>(&happened.said)) absorb_accounts(in, *seen);
  if (const auto* made = std::get_if<account_created>(&happened.said)) absorb_created(in, *made);
  if (const auto* got = std::get_if<evidence_gathered>(&happened.said)) absorb_evidence(in, *got);
  if (const auto* seen = std::get_if<methods_seen>(&happened.said)) absorb_methods(in, *seen);
  if (const auto* made = std::get_if<pass_issued>(&happened.said)) absorb_issued(in, *made);
  if (const auto* how = std::get_if<account_disabled>(&happened.said)) absorb_disabled(in, *how);
  if (std::holds_alternative<step_done>(happened.said)) absorb_done(in);
  if (std::holds_alternative<manager_absent>(happened.said)) {
    is.account.manager_wanted = happened.done.manager;
    is.account.manager_linked = false;
    is.account.manager_tried_at = at.now;
  }
  forget_retired_pass(is);
  return is;
}

}  // namespace daypass::planner

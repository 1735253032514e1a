// What looks at methods, issues, publishes and deletes tell.

#include "parts.hpp"

#include <algorithm>

namespace daypass::planner {
namespace {

/// Ours with a lost code (design 5.3): not listed before the POST, made inside the open attempt by
/// Graph's clock, and of the window and kind that was intended.
bool made_by_our_attempt(const actual& is, const listed_pass& seen) {
  const pass_plan& plan = *is.pass.plan;
  if (std::ranges::find(plan.seen_before, seen.id) != plan.seen_before.end()) return false;
  if (seen.lifetime != plan.lifetime || seen.one_time != plan.one_time) return false;
  if (!plan.starts_at_once && seen.start_at != plan.start_at) return false;
  return within_attempt(seen.created_at, is.pass.attempted_at, is.pass.attempt_until);
}

void find_lost_pass(const folding& in, const methods_seen& seen) {
  pass_state& pass = in.is.pass;
  for (const listed_pass& one : seen.passes) {
    if (!made_by_our_attempt(in.is, one)) continue;
    pass.id = one.id;
    pass.created_at = one.created_at;
    pass.start_at = one.start_at;
    pass.end_at = one.start_at + one.lifetime;
    pass.usability = one.usability;
    pass.replace = true;
    close_attempts(in.is, step_kind::issue_pass);
    return;
  }
  if (!has_attempt(in.is, step_kind::issue_pass)) pass.deleted = true;  // It never came to be.
}

void compare_known_pass(const folding& in, const methods_seen& seen) {
  pass_state& pass = in.is.pass;
  const auto found = std::ranges::find(seen.passes, pass.id, &listed_pass::id);
  if (found == seen.passes.end()) {
    if (!pass.missed_at) pass.missed_at = in.at.now;
    return;
  }
  pass.missed_at.reset();
  pass.usability = found->usability;
  pass.verified_at = in.at.now;
  if (pass.secret == secret_state::unverified && pass.published_at)
    pass.secret = secret_state::verified;
  if (found->usability == pass_usability::one_time_used && !in.is.used_at) {
    in.is.used_at = in.at.now;
  }
}

/// The first hour at which someone could have signed in with a published pass.
void note_first_use_possible(const folding& in) {
  const pass_state& pass = in.is.pass;
  if (in.is.first_usable_at || pass.id.empty()) return;
  const bool published = pass.secret == secret_state::verified;
  if (published && pass.start_at <= in.at.now) in.is.first_usable_at = pass.start_at;
}

}  // namespace

void absorb_methods(const folding& in, const methods_seen& seen) {
  pass_state& pass = in.is.pass;
  pass.listed_at = in.at.now;
  pass.listed = seen.passes;
  if (seen.strong_method && !in.is.strong_method_at) in.is.strong_method_at = in.at.now;
  if (!pass.plan) return;
  if (pass.id.empty()) {
    find_lost_pass(in, seen);
  } else {
    compare_known_pass(in, seen);
  }
  note_first_use_possible(in);
}

void absorb_issued(const folding& in, const pass_issued& made) {
  pass_state& pass = in.is.pass;
  pass.id = made.pass.id;
  pass.created_at = made.pass.created_at;
  pass.start_at = made.pass.start_at;
  pass.end_at = made.pass.start_at + made.pass.lifetime;
  pass.usability = made.pass.usability;
  close_attempts(in.is, step_kind::issue_pass);
}

void absorb_done(const folding& in) {
  account_state& account = in.is.account;
  pass_state& pass = in.is.pass;
  switch (in.done.kind) {
    case step_kind::enable_account:
      account.enabled = true;
      account.disabled_by_us = false;
      account.enabled_written_at = in.at.now;
      // A lock-out's disabling may have overtaken it, which then holds no more.
      in.is.lockout.disabled_at.reset();
      drop_attempt(in);  // An earlier one whose answer was lost may still take effect.
      return;
    case step_kind::revoke_sessions:
      in.is.lockout.sessions_revoked_at = in.at.now;
      return;
    case step_kind::update_account:
      account.written = in.done.attributes;
      return;
    case step_kind::join_groups:
      account.groups_joined = true;
      return;
    case step_kind::link_manager:
      account.manager_wanted = in.done.manager;
      account.manager_linked = true;
      account.manager_tried_at = in.at.now;
      return;
    case step_kind::publish_secret:
      pass.secret = secret_state::unverified;
      pass.published_at = in.at.now;
      pass.displayed_digest = label_key(in.at);
      drop_attempt(in);
      return;
    case step_kind::refresh_secret:
      pass.displayed_digest = label_key(in.at);
      drop_attempt(in);
      return;
    case step_kind::withdraw_secret:
      if (!pass.plan || pass.plan->secret != in.done.secret) return;  // Of an earlier plan.
      pass.secret = secret_state::withdrawn;
      in.is.lockout.withdrawn_at = in.at.now;
      return;
    case step_kind::delete_pass:
      if (in.done.pass == pass.id) {
        pass.deleted = true;
        in.is.lockout.pass_deleted_at = in.at.now;
      } else {
        pass.listed_at.reset();  // A foreign one was replaced: look again.
      }
      return;
    default:
      return;
  }
}

void forget_retired_pass(actual& is) {
  pass_state& pass = is.pass;
  const bool readable =
      pass.secret == secret_state::unverified || pass.secret == secret_state::verified;
  if (!pass.plan || !pass.deleted || readable) return;
  for (const step_kind kind :
       {step_kind::issue_pass, step_kind::publish_secret, step_kind::refresh_secret}) {
    if (has_attempt(is, kind)) return;
  }
  const bool lost_to_others = pass.missed_at.has_value();
  const auto losses = static_cast<std::uint8_t>(pass.replaced_after_loss + lost_to_others);
  pass = {};
  pass.replaced_after_loss = losses;
}

}  // namespace daypass::planner

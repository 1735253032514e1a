// Locking a hire out (design 5.5): four independent effects, each until it is confirmed, beside
// whatever is still in flight.

#include "verdicts.hpp"

namespace daypass::planner {
namespace {

constexpr auto look_interval = minutes{1};

class lockout {
 public:
  explicit lockout(const situation& at) : at_(at), is_(at.is()) {}

  decision decide() {
    verdict_.urgent = true;
    verdict_.where = standing::working;
    find_the_account();
    const bool gone = is_.account.gone_at && !is_.account.restored;
    const bool reachable = !is_.account.id.empty() && !gone;
    if (is_.pass.plan) {
      want(step_kind::withdraw_secret, secret_left());
      if (reachable) find_or_delete_the_pass();
    }
    if (reachable) {
      want(step_kind::disable_account, !is_.lockout.disabled_at);
      want(step_kind::revoke_sessions, sessions_left());
    }
    return conclude();
  }

 private:
  /// A create whose answer is not known may still make an account.
  void find_the_account() {
    if (!is_.account.id.empty()) {
      // Deleted by others when last seen: they may have restored it.
      const bool perhaps_restored = is_.account.gone_at && !is_.account.restored &&
                                    *is_.account.gone_at < closing_heard_at(at_);
      want(step_kind::look_account, !is_.account.looked_at || perhaps_restored);
      return;
    }
    const bool attempted = !is_.account.reserved->user_principal_name.empty() &&
                           (has_attempt(is_, step_kind::create_account) || !is_.account.looked_at);
    if (!attempted) return;
    if (at_.is_running(step_kind::create_account)) {
      pending_ = true;
      return;
    }
    want_look(step_kind::look_account, is_.account.looked_at,
              attempts_close_at(is_, step_kind::create_account));
  }

  void find_or_delete_the_pass() {
    if (is_.pass.deleted) return;
    if (!is_.pass.id.empty()) {
      want(step_kind::delete_pass, true);
      return;
    }
    if (at_.is_running(step_kind::issue_pass)) {
      pending_ = true;
      return;
    }
    want_look(step_kind::look_methods, is_.pass.listed_at,
              attempts_close_at(is_, step_kind::issue_pass));
  }

  [[nodiscard]] bool secret_left() const {
    return secret_may_be_readable(is_.pass) ||
           (has_attempt(is_, step_kind::publish_secret) && !is_.lockout.withdrawn_at);
  }

  /// A sign-in between a revocation of sessions and the disabling would survive: once more after.
  [[nodiscard]] bool sessions_left() const {
    if (!is_.lockout.disabled_at) {
      return !is_.lockout.sessions_revoked_at &&
             retry_of(at_, step_kind::disable_account).failures > 0;
    }
    return !is_.lockout.sessions_revoked_at ||
           *is_.lockout.sessions_revoked_at < *is_.lockout.disabled_at;
  }

  /// A look now, and while an attempt is open once a minute, and once more when it has closed.
  void want_look(step_kind kind, std::optional<instant> looked_at,
                 std::optional<instant> closes_at) {
    pending_ = true;
    if (looked_at && closes_at && at_.now < *looked_at + look_interval) {
      wake_at(*looked_at + look_interval);
      return;
    }
    start_or_wait(kind);
  }

  void want(step_kind kind, bool needed) {
    if (!needed) return;
    pending_ = true;
    start_or_wait(kind);
  }

  void start_or_wait(step_kind kind) {
    if (at_.is_running(kind)) return;
    // Never given up: even a refusal that a repeat does not change is tried again.
    if (const instant when = retry_of(at_, kind).not_before; when > at_.now) {
      wake_at(when);
      return;
    }
    step effect = new_step(at_, kind);
    effect.id = step_id{is_.next_step + verdict_.effects.size()};
    effect.urgent = true;
    effect.pass = is_.pass.id;
    if (is_.pass.plan) effect.secret = is_.pass.plan->secret;
    effect.attributes = is_.account.reserved;
    verdict_.effects.push_back(std::move(effect));
  }

  void wake_at(instant when) { verdict_.look_again_at = std::min(verdict_.look_again_at, when); }

  decision conclude() {
    if (pending_) {
      // Operators are told of one that takes too long, though nothing else wakes it then.
      const instant stuck_at =
          is_.lockout.begun_at.value_or(at_.now) + at_.rules.bounds.stuck_after;
      if (stuck_at > at_.now) wake_at(stuck_at);
      return std::move(verdict_);
    }
    bool undoable = false;
    for (const attempt& open : is_.attempts) {
      if (open.kind == step_kind::disable_account) continue;  // Disabled already.
      // Confirmed for now; what was sent may still take effect, so it is verified when that ends.
      undoable = true;
      wake_at(open.open_until.value_or(never));
    }
    if (undoable) {
      verdict_.urgent = false;
      return std::move(verdict_);
    }
    return reopen_unconfirmed(at_) ? park(reason::reopen_unconfirmed) : settle(ending::rescinded);
  }

  const situation& at_;
  const actual& is_;
  decision verdict_;
  bool pending_ = false;
};

}  // namespace

decision decide_lockout(const situation& at) {
  return lockout(at).decide();
}

}  // namespace daypass::planner

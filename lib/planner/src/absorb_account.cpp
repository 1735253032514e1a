// What looks at accounts and writes to them tell.

#include "parts.hpp"

#include "daypass/domain/upn.hpp"

#include <algorithm>

namespace daypass::planner {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, lower, lower);
}

/// Ours after a lost answer: our UPN, our employeeId, created inside one of our attempts. A create
/// that was refused made nothing, however near in time the account is that stood in its way.
bool made_by_our_attempt(const actual& is, const account_view& seen) {
  if (!is.account.attempt_until || seen.soft_deleted ||
      !same_name(seen.user_principal_name, is.account.reserved->user_principal_name)) {
    return false;
  }
  if (seen.employee_id != is.account.reserved->employee_id) return false;
  return within_attempt(seen.created_at, is.account.attempted_at, is.account.attempt_until);
}

void rename(account_state& account, const std::string& name) {
  if (account.reserved->user_principal_name == name) return;
  account.reserved.edit().user_principal_name = name;
}

void take(const folding& in, const account_view& seen, account_origin origin) {
  account_state& account = in.is.account;
  account.id = seen.id;
  account.origin = origin;
  account.created_at = seen.created_at;
  account.enabled = seen.enabled;
  account.disabled_by_us = !seen.enabled && origin == account_origin::recognised;
  rename(account, seen.user_principal_name);
  account.holders.clear();
  account.looked_at = in.at.now;
  in.is.account_checked_at = in.at.now;
  close_attempts(in.is, step_kind::create_account);
}

/// Reserves the next number of the name that HR's words give.
void reserve_next_number(actual& is, const member_attributes& plain) {
  account_state& account = is.account;
  ++account.upn_number;
  member_attributes numbered = plain;
  numbered.user_principal_name = upn_with_number(plain.user_principal_name, account.upn_number);
  numbered.mail_nickname = upn_with_number(plain.mail_nickname, account.upn_number);
  account.reserved = std::move(numbered);
  account.looked_at.reset();
  account.attempted_at.reset();
  account.attempt_until.reset();
  account.holders.clear();
}

/// Someone else's UPN, and nothing of ours on the way: the next number.
void take_next_number(const folding& in) {
  if (has_attempt(in.is, step_kind::create_account)) return;
  const std::string& employee = in.done.attributes->employee_id;
  for (const account_view& holder : in.is.account.holders) {
    if (holder.soft_deleted || (!employee.empty() && holder.employee_id == employee)) return;
  }
  reserve_next_number(in.is, in.at.facts.who ? *in.at.facts.who : *in.done.attributes);
}

void absorb_names(const folding& in, const accounts_seen& seen) {
  for (const account_view& holder : seen.holders) {
    if (made_by_our_attempt(in.is, holder)) {
      take(in, holder, account_origin::recognised);
      in.is.account.written = in.is.account.reserved;
      return;
    }
  }
  in.is.account.looked_at = in.at.now;
  in.is.account.holders = seen.holders;
  if (!seen.holders.empty()) take_next_number(in);
}

/// A replica may not have heard of our own enabling or disabling yet.
bool written_lately(const folding& in) {
  const std::optional<instant>& at = in.is.account.enabled_written_at;
  return at && in.at.now < *at + in.at.rules.bounds.settle_delay;
}

void absorb_own_account(const folding& in, const accounts_seen& seen) {
  account_state& account = in.is.account;
  account.looked_at = in.at.now;
  in.is.account_checked_at = in.at.now;
  if (seen.holders.empty() || seen.holders.front().soft_deleted) {
    const bool lagging = seen.holders.empty() && newly_created(in.at) && !account.gone_at;
    if (lagging) return;
    account.gone_at = in.at.now;
    account.restored = false;
    return;
  }
  const account_view& view = seen.holders.front();
  account.restored = account.gone_at.has_value();
  rename(account, view.user_principal_name);
  if (written_lately(in) || view.enabled == account.enabled) return;
  account.enabled = view.enabled;
  // A lock-out's disabling whose answer was lost is ours, and tells of itself like this.
  if (!view.enabled) account.disabled_by_us = has_attempt(in.is, step_kind::disable_account);
}

/// Who holds the manager's address: a recipient if that is one enabled member (design 5.7).
void absorb_manager(const folding& in, const accounts_seen& seen) {
  account_state& account = in.is.account;
  account.manager_address = in.done.manager;
  account.manager_looked_at = in.at.now;
  account.manager_enabled = seen.holders.size() == 1 && seen.holders.front().enabled &&
                            seen.holders.front().member && !seen.holders.front().soft_deleted;
}

/// An enable was answered while this disabling was under way: which of them came last is unknown.
bool overtaken_by_an_enable(const folding& in) {
  const account_state& account = in.is.account;
  const auto begun = std::ranges::find_if(in.is.attempts,
                                          [&](const attempt& one) { return one.id == in.done.id; });
  return account.enabled && begun != in.is.attempts.end() &&
         account.enabled_written_at > begun->intended_at;
}

/// Others had disabled it before we did: what was seen right before tells, unless a replica may not
/// have heard of our own enabling, or a disabling of ours was still out.
bool disabled_by_others(const folding& in, const account_disabled& how) {
  const account_state& account = in.is.account;
  const bool ours_is_out = std::ranges::any_of(in.is.attempts, [&](const attempt& one) {
    return one.kind == step_kind::disable_account && one.id != in.done.id;
  });
  return how.was_enabled == false && account.enabled && !written_lately(in) && !ours_is_out;
}

}  // namespace

void absorb_accounts(const folding& in, const accounts_seen& seen) {
  if (in.done.kind == step_kind::look_manager) {
    absorb_manager(in, seen);
  } else if (in.is.account.id.empty()) {
    absorb_names(in, seen);
  } else {
    absorb_own_account(in, seen);
  }
}

actual absorb_name_taken(const situation& at, const account_state& stored) {
  actual is = at.is();
  account_state& account = is.account;
  if (account.id.empty()) {
    reserve_next_number(is, at.facts.who ? *at.facts.who : *account.reserved);
  } else if (!stored.id.empty()) {
    // Others renamed our account. The other hire finds that name taken and gets another; a later
    // look tells us ours.
    rename(account, stored.reserved->user_principal_name);
  } else {
    auto evidence = std::move(account.evidence);
    const auto evidence_at = account.evidence_at;
    account = stored;
    account.evidence = std::move(evidence);
    account.evidence_at = evidence_at;
  }
  return is;
}

void absorb_created(const folding& in, const account_created& made) {
  account_state& account = in.is.account;
  account.id = made.id;
  account.origin = account_origin::created;
  account.created_at = made.created_at;
  account.enabled = false;
  account.disabled_by_us = true;
  account.written = account.reserved;
  account.holders.clear();
  account.looked_at = in.at.now;
  in.is.account_checked_at = in.at.now;
  close_attempts(in.is, step_kind::create_account);
}

void absorb_disabled(const folding& in, const account_disabled& how) {
  account_state& account = in.is.account;
  if (!overtaken_by_an_enable(in)) {
    // What others disabled stays theirs, whatever a lock-out did besides (design 5.6).
    account.disabled_by_us =
        !disabled_by_others(in, how) && (account.enabled || account.disabled_by_us ||
                                         has_attempt(in.is, step_kind::enable_account));
    account.enabled = false;
    account.enabled_written_at = in.at.now;
    in.is.lockout.disabled_at = in.at.now;
  }
  drop_attempt(in);
}

void absorb_evidence(const folding& in, const evidence_gathered& found) {
  if (lockout_wanted(in.at)) return;  // Nobody is taken over to be locked out.
  account_state& account = in.is.account;
  account.evidence = found.evidence;
  account.evidence_at = in.at.now;
  if (!account.id.empty()) return;
  const profile* how = profile_of(in.at);
  const account_view& seen = found.evidence.account;
  const bool young = how != nullptr && in.at.now < seen.created_at + how->adopt_younger_than;
  const bool fit = found.evidence.only_password && !found.evidence.has_role && seen.member &&
                   !seen.synchronised && !seen.soft_deleted && young;
  if (!fit) return;
  in.is.adopt_heeded = newest(in.at.record.ordered, order_kind::adopt);
  account.reserved = in.done.attributes;
  take(in, seen, account_origin::adopted);
}

}  // namespace daypass::planner

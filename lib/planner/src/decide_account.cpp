// From a name to an account that is ours (design 5.2).

#include "verdicts.hpp"

namespace daypass::planner {
namespace {

constexpr std::uint8_t upn_number_max = 10;

/// Conflicts in a row whose holder no look has shown: by then replicas would know it. Entra may
/// list a soft-deleted account under another name than the one that it keeps from others.
constexpr std::uint32_t unseen_conflicts_max = 10;

bool held_by_someone_unseen(const situation& at) {
  const retry_state& create = retry_of(at, step_kind::create_account);
  return create.last_refusal == refusal::conflict && create.failures >= unseen_conflicts_max;
}

bool named_by_hr(const situation& at) {
  return at.record.wants.value(field::user_principal_name).has_value();
}

/// What the create sends, or sent: frozen from the first attempt on.
shared_value<member_attributes> attributes_to_create(const situation& at) {
  const auto& reserved = at.is().account.reserved;
  if (reserved->user_principal_name.empty()) return *at.facts.who;
  return reserved;
}

decision look(const situation& at) {
  step next = new_step(at, step_kind::look_account);
  next.attributes = attributes_to_create(at);
  return start(at, std::move(next));
}

bool adoption_allowed(const situation& at) {
  const profile* how = profile_of(at);
  return (how->adopt && !how->nameable_by_event) ||
         newest(at.record.ordered, order_kind::adopt) > at.is().adopt_heeded;
}

/// Someone holds the UPN or the employeeId, and it is not the account of our create.
decision decide_blocked(const situation& at) {
  if (auto closes_at = attempts_close_at(at.is(), step_kind::create_account)) {
    return wait_until(*closes_at);
  }
  const account_holders& holders = at.is().account.holders;
  if (std::ranges::any_of(holders, &account_view::soft_deleted)) {
    return park(reason::soft_deleted_holder);
  }
  const auto sent = attributes_to_create(at);
  const std::string& employee = sent->employee_id;
  const bool ours_by_id =
      holders.size() == 1 && !employee.empty() && holders.front().employee_id == employee;
  if (ours_by_id && adoption_allowed(at)) {
    if (at.is().account.evidence) return park(reason::adoption_refused);
    step next = new_step(at, step_kind::gather_evidence);
    next.user = holders.front().id;
    next.attributes = attributes_to_create(at);
    return start(at, std::move(next));
  }
  if (at.is().account.upn_number >= upn_number_max) return park(reason::upn_exhausted);
  return park(reason::account_conflict);
}

}  // namespace

decision decide_account(const situation& at, wanted_class hour) {
  const actual& is = at.is();
  if (hour == wanted_class::obstructed) return decide_obstructed(at);
  if (hour == wanted_class::implausible) return park(reason::start_implausible);
  if (hour == wanted_class::distant) {
    return wait_until(at.facts.when->activation_at - profile_of(at)->create_ahead);
  }
  if (hour == wanted_class::overdue) return park(reason::too_late);
  if (named_by_hr(at) && is.account.upn_number > 0) return park(reason::account_conflict);
  if (is.account.upn_number > upn_number_max) return park(reason::upn_exhausted);
  if (!is.account.looked_at) return look(at);
  if (!is.account.holders.empty()) return decide_blocked(at);
  if (held_by_someone_unseen(at)) return park(reason::account_conflict);
  if (at.rules.creations_held) return hold(at, reason::creations_held);
  // Should the answer be lost, Graph's clock tells ours from others': any answer compares it.
  if (!at.graph_ahead) return look(at);
  step next = new_step(at, step_kind::create_account);
  next.attributes = attributes_to_create(at);
  return start(at, std::move(next));
}

bool manager_due(const situation& at) {
  const account_state& account = at.is().account;
  if (at.facts.manager.empty()) return false;
  if (account.manager_linked && account.manager_wanted == at.facts.manager) return false;
  if (at.now >= at.facts.when->activation_at + at.rules.bounds.manager_until) return false;
  return account.manager_wanted != at.facts.manager || !account.manager_tried_at ||
         at.now >= *account.manager_tried_at + at.rules.bounds.manager_interval;
}

std::optional<decision> soft_want(const situation& at) {
  if (!at.facts.who || !at.facts.when) return std::nullopt;
  const account_state& account = at.is().account;
  member_attributes wanted = *at.facts.who;
  wanted.user_principal_name = account.reserved->user_principal_name;
  wanted.mail_nickname = account.reserved->mail_nickname;
  if (account.written != wanted && may_start(at, step_kind::update_account)) {
    step next = new_step(at, step_kind::update_account);
    next.attributes = std::move(wanted);
    return start(at, std::move(next));
  }
  if (manager_due(at) && may_start(at, step_kind::link_manager)) {
    step next = new_step(at, step_kind::link_manager);
    next.manager = at.facts.manager;
    return start(at, std::move(next));
  }
  return std::nullopt;
}

instant soft_want_due(const situation& at) {
  const account_state& account = at.is().account;
  instant due = never;
  // A failure of the whole lane isn't counted: the hour of the next try alone tells of it.
  const retry_state& update = retry_of(at, step_kind::update_account);
  if (update.not_before > at.now && !update.permanent) due = std::min(due, update.not_before);
  const bool manager_open = at.facts.when && !at.facts.manager.empty() &&
                            !(account.manager_linked && account.manager_wanted == at.facts.manager);
  if (manager_open && account.manager_tried_at) {
    const instant again = std::max(*account.manager_tried_at + at.rules.bounds.manager_interval,
                                   retry_of(at, step_kind::link_manager).not_before);
    if (again < at.facts.when->activation_at + at.rules.bounds.manager_until) {
      due = std::min(due, again);
    }
  }
  return std::max(due, at.now);
}

}  // namespace daypass::planner

#include "daypass/planner/classes.hpp"

#include <algorithm>
#include <array>

namespace daypass::planner {

bool start_implausible(const situation& at, const appointment& when) {
  const wanted& wants = at.record.wants;
  const auto far_from = [&](instant seen) {
    return when.activation_at < seen - at.rules.bounds.start_past_max ||
           when.activation_at > seen + at.rules.bounds.start_ahead_max;
  };
  // Of one hired again after a purge, the first time was another employment.
  const auto& first_seen = at.is().purged_at ? wants.announced_at : wants.first_announced_at;
  if (!first_seen || !far_from(*first_seen)) return false;
  return !wants.start_seen_at || far_from(*wants.start_seen_at);
}

namespace {

wanted_class classify_hour(const situation& at, const appointment& when, const profile& how) {
  if (at.now < when.activation_at - how.create_ahead) return wanted_class::distant;
  if (at.now < when.activation_at - how.issue_ahead) return wanted_class::near;
  if (at.now < when.activation_at) return wanted_class::issuable;
  if (at.now < when.activation_at + at.rules.bounds.overdue_after) return wanted_class::started;
  return wanted_class::overdue;
}

actual_class classify_account(const situation& at) {
  const actual& is = at.is();
  if (is.account.id.empty()) {
    if (has_attempt(is, step_kind::create_account)) return actual_class::creating;
    if (!is.account.holders.empty()) return actual_class::blocked;
    return is.account.looked_at ? actual_class::looked : actual_class::untouched;
  }
  if (is.account.gone_at) return actual_class::gone;
  if (is.account.enabled) return actual_class::enabled;
  if (has_attempt(is, step_kind::enable_account)) return actual_class::enabling;
  return is.account.disabled_by_us ? actual_class::disabled : actual_class::disabled_by_other;
}

bool window_over(const situation& at) {
  const pass_state& pass = at.is().pass;
  return pass.usability == pass_usability::expired ||
         pass.usability == pass_usability::one_time_used ||
         (pass.missed_at.has_value() && at.now >= pass.end_at);
}

actual_class classify_pass(const situation& at) {
  const actual& is = at.is();
  if (is.pass.id.empty()) {
    return has_attempt(is, step_kind::issue_pass) ? actual_class::issuing
                                                  : actual_class::issue_lost;
  }
  if (is.pass.deleted || is.pass.secret == secret_state::withdrawn) return actual_class::retired;
  if (is.pass.secret == secret_state::none) return actual_class::issued;
  if (window_over(at)) return actual_class::over;
  if (is.pass.missed_at) return actual_class::missing;
  if (is.pass.secret == secret_state::unverified) return actual_class::unverified;
  return at.now < is.pass.start_at ? actual_class::ready : actual_class::usable;
}

}  // namespace

const profile* profile_of(const situation& at) {
  return at.rules.find_profile(at.facts.profile_name);
}

bool reopen_unconfirmed(const situation& at) {
  const wanted& wants = at.record.wants;
  if (wants.rescinded() || !wants.rescinded_by || wants.ordered_by != event_order::time) {
    return false;
  }
  if (!wants.announced_by || *wants.announced_by < *wants.rescinded_by) return false;
  return std::ranges::none_of(at.record.ordered, [&](const order& given) {
    return given.kind == order_kind::release && given.at >= wants.announced_at.value_or(at.now);
  });
}

bool purged_before(const situation& at) {
  return at.is().purged_at && newest(at.record.ordered, order_kind::adopt) == 0 &&
         newest(at.record.ordered, order_kind::reissue) == 0;
}

bool lockout_wanted(const situation& at) {
  return !purged_before(at) && (at.record.wants.rescinded() || standing_revoke(at.record.ordered) ||
                                reopen_unconfirmed(at));
}

bool has_attempt(const actual& is, step_kind kind) {
  return std::ranges::any_of(is.attempts, [&](const attempt& one) { return one.kind == kind; });
}

std::optional<instant> attempts_close_at(const actual& is, step_kind kind) {
  std::optional<instant> latest;
  for (const attempt& one : is.attempts) {
    if (one.kind != kind || !one.open_until) continue;
    latest = latest ? std::max(*latest, *one.open_until) : *one.open_until;
  }
  return latest;
}

bool newly_created(const situation& at) {
  const account_state& account = at.is().account;
  return account.created_at &&
         (account.origin == account_origin::created ||
          account.origin == account_origin::recognised) &&
         at.by_graphs_clock() < *account.created_at + at.rules.bounds.not_yet_max;
}

std::string label_key(const situation& at) {
  const std::string name = at.facts.who ? at.facts.who->display_name : std::string{};
  const std::string zone = at.facts.when ? at.facts.when->zone : std::string{};
  return at.is().account.reserved->user_principal_name + '\n' + name + '\n' + zone;
}

wanted_class classify_wanted(const situation& at) {
  if (at.record.wants.rescinded() || reopen_unconfirmed(at)) return wanted_class::rescinded;
  if (!at.record.wants.announced()) return wanted_class::unannounced;
  const profile* how = profile_of(at);
  if (how == nullptr || !at.facts.when || !at.facts.who) return wanted_class::obstructed;
  if (start_implausible(at, *at.facts.when)) return wanted_class::implausible;
  return classify_hour(at, *at.facts.when, *how);
}

orders_class classify_orders(const situation& at) {
  const orders& given = at.record.ordered;
  const std::uint64_t heeded = at.is().stands.order_number;
  if (standing_revoke(given)) return orders_class::revoked;
  if (standing_hold(given)) return orders_class::held;
  if (newest(given, order_kind::reissue) > at.is().reissue_heeded) return orders_class::reissue;
  if (newest(given, order_kind::retry) > heeded || newest(given, order_kind::release) > heeded) {
    return orders_class::retry;
  }
  if (newest(given, order_kind::adopt) > at.is().adopt_heeded) return orders_class::adopt;
  return orders_class::none;
}

actual_class classify_actual(const situation& at) {
  if (purged_before(at)) return actual_class::established;
  const actual_class account = classify_account(at);
  const bool ours = account >= actual_class::disabled;
  if (!ours) return account;
  if (at.is().pass.plan) return classify_pass(at);
  return at.is().strong_method_at ? actual_class::established : account;
}

std::string_view to_string(wanted_class which) {
  static constexpr std::array<std::string_view, wanted_class_count> names = {
      "unannounced", "obstructed", "implausible", "distant",  "near",
      "issuable",    "started",    "overdue",     "rescinded"};
  return names[static_cast<std::size_t>(which)];
}

std::string_view to_string(orders_class which) {
  static constexpr std::array<std::string_view, orders_class_count> names = {
      "none", "held", "revoked", "retry", "reissue", "adopt"};
  return names[static_cast<std::size_t>(which)];
}

std::string_view to_string(actual_class which) {
  static constexpr std::array<std::string_view, actual_class_count> names = {
      "untouched",         "looked",   "creating",   "blocked",    "gone",
      "disabled_by_other", "disabled", "enabling",   "enabled",    "issuing",
      "issue_lost",        "issued",   "unverified", "ready",      "usable",
      "missing",           "over",     "retired",    "established"};
  return names[static_cast<std::size_t>(which)];
}

std::string_view to_string(outcome_class which) {
  static constexpr std::array<std::string_view, outcome_class_count> names = {
      "done",           "absent",      "not_yet",        "conflict", "retryable",
      "throttled",      "lane_failed", "policy_refused", "refused",  "vanished",
      "unknown_effect", "cancelled",   "interrupted",    "defect"};
  return names[static_cast<std::size_t>(which)];
}

}  // namespace daypass::planner

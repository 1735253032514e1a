// From an issued pass to its end: publish, verify, watch, retire (design 5.3, 5.4, 5.6, 5.9).

#include "recipients.hpp"

namespace daypass::planner {
namespace {

/// One replica may lag behind the one that showed the pass before.
constexpr auto flap_max = seconds{10};

/// The answer of an issue was lost: find the pass in the list, or wait until none can come.
decision decide_issuing(const situation& at) {
  const pass_state& pass = at.is().pass;
  const auto closes_at = attempts_close_at(at.is(), step_kind::issue_pass);
  const auto intended_at = [&] {
    instant latest{};
    for (const attempt& one : at.is().attempts) latest = std::max(latest, one.intended_at);
    return latest;
  }();
  if (closes_at && pass.listed_at && *pass.listed_at > intended_at) {
    // Looked since, and not there: final only once nothing can come any more.
    return wait_until(*closes_at);
  }
  return start(at, new_step(at, step_kind::look_methods));
}

/// A step that shows people the pass: with the window that Graph answered, and today's names.
step labelled_step(const situation& at, step_kind kind) {
  const pass_state& pass = at.is().pass;
  step next = new_step(at, kind);
  next.plan = *pass.plan;
  next.plan.start_at = pass.start_at;
  if (at.facts.when) next.plan.zone = at.facts.when->zone;
  next.pass = pass.id;
  next.attributes = at.is().account.reserved;
  const bool renamed = at.facts.who && at.facts.who->display_name != next.attributes->display_name;
  if (renamed) next.attributes.edit().display_name = at.facts.who->display_name;
  return next;
}

decision decide_publish(const situation& at) {
  return start(at, labelled_step(at, step_kind::publish_secret));
}

/// When the published pass is compared again; `last` is the last comparison.
instant next_comparison(const situation& at, instant last) {
  const pass_state& pass = at.is().pass;
  const limits& bounds = at.rules.bounds;
  const bool ending = at.now >= pass.end_at;
  instant due = last + (ending ? duration(minutes{5}) : bounds.verify_interval);
  for (const instant mark : {pass.start_at - bounds.verify_ahead, pass.start_at,
                             pass.end_at - bounds.last_look_ahead, pass.end_at + minutes{1}}) {
    if (last < mark) due = std::min(due, mark);
  }
  return due;
}

/// Published and not seen at Entra since: for a while that is replication, then it is a fact.
decision decide_missing(const situation& at) {
  const actual& is = at.is();
  const limits& bounds = at.rules.bounds;
  const bool young = at.now < is.pass.created_at + bounds.settle_delay;
  const instant believed_at = *is.pass.missed_at + (young ? bounds.settle_delay : flap_max);
  if (at.now < believed_at) {
    decision verdict = wait_until(believed_at);
    verdict.where = standing::working;
    return verdict;
  }
  if (!is.pass.listed_at || *is.pass.listed_at < believed_at) {
    return start(at, new_step(at, step_kind::look_methods));
  }
  if (secret_may_be_readable(is.pass)) return *retire(at);
  if (!is.pass.listed.empty()) return park(reason::foreign_pass);
  if (at.now >= is.pass.start_at) return settle(ending::removed_by_other);
  return *retire(at);
}

ending ending_of(const situation& at) {
  const actual& is = at.is();
  if (is.strong_method_at) return ending::registered;
  if (is.pass.usability == pass_usability::one_time_used) return ending::used_not_registered;
  return is.pass.plan->one_time ? ending::unused : ending::unknown;
}

/// HR moved on to a later day for which we may issue nothing: shown until a reissue.
bool start_unserved(const situation& at) {
  return authority_to_issue_ended(at) && at.facts.when &&
         at.facts.when->activation_at >= at.is().pass.start_at + days{1};
}

/// Entra says that the window is over: withdraw, and settle.
decision decide_over(const situation& at) {
  const actual& is = at.is();
  if (secret_may_be_readable(is.pass)) return *retire(at);
  const bool used = is.pass.usability == pass_usability::one_time_used && is.used_at;
  if (used && !is.strong_method_at) {
    // Signed in, and perhaps registering just now: Entra gives ten minutes.
    const instant patience_ends = *is.used_at + at.rules.bounds.register_patience;
    if (at.now < patience_ends) return wait_until(patience_ends);
    if (!is.pass.listed_at || *is.pass.listed_at < patience_ends) {
      return start(at, new_step(at, step_kind::look_methods));
    }
  }
  return start_unserved(at) ? park(reason::established) : settle(ending_of(at));
}

/// Ended: settled again as it was, unless HR says something that we may not act on any more.
decision decide_ended(const situation& at) {
  const actual& is = at.is();
  if (is.ended == ending::none || secret_may_be_readable(is.pass)) return decide_over(at);
  const bool heard_more = is.stands.wanted_version != at.record.wants.version;
  const bool later = heard_more && authority_to_issue_ended(at);
  return later || start_unserved(at) ? park(reason::established) : settle(is.ended);
}

std::optional<decision> relabel(const situation& at) {
  const pass_state& pass = at.is().pass;
  if (!at.facts.who || !at.facts.when || pass.displayed_digest == label_key(at)) {
    return std::nullopt;
  }
  if (!may_start(at, step_kind::refresh_secret)) return std::nullopt;
  return start(at, labelled_step(at, step_kind::refresh_secret));
}

/// When what failed while watching is tried again: never, where nothing did. A failure of the whole
/// lane isn't counted: the hour of the next try alone tells of it.
instant repeat_at(const situation& at) {
  instant due = never;
  for (const step_kind kind : {step_kind::refresh_secret, step_kind::look_manager}) {
    const retry_state& retry = retry_of(at, kind);
    if (retry.not_before > at.now && !retry.permanent) due = std::min(due, retry.not_before);
  }
  return due;
}

/// Verified: compare again when due, and mind the account, the label and the soft wants meanwhile.
decision watch(const situation& at) {
  const actual& is = at.is();
  const limits& bounds = at.rules.bounds;
  if (is.pass.usability == pass_usability::disabled_by_policy &&
      at.now < *is.pass.listed_at + bounds.hold_look_interval) {
    return hold(reason::pass_disabled, *is.pass.listed_at + bounds.hold_look_interval);
  }
  const instant compare_at = is.pass.usability == pass_usability::disabled_by_policy
                                 ? at.now
                                 : next_comparison(at, *is.pass.listed_at);
  const instant checked_at = is.account_checked_at.value_or(is.pass.created_at);
  const instant check_at = next_comparison(at, checked_at);
  if (check_at <= at.now) return start(at, new_step(at, step_kind::look_account));
  if (compare_at <= at.now) return start(at, new_step(at, step_kind::look_methods));
  if (auto renewed = relabel(at)) return *renewed;
  if (at.now < is.pass.start_at && may_start(at, step_kind::look_manager)) {
    if (auto look = manager_look(at, bounds.verify_interval)) return start(at, std::move(*look));
  }
  const instant look_at = std::min({compare_at, check_at, repeat_at(at)});
  if (authority_to_issue_ended(at)) return wait_until(look_at);
  if (auto wanted = soft_want(at)) return *wanted;
  return wait_until(std::min(look_at, soft_want_due(at)));
}

bool window_over(const pass_state& pass, instant now) {
  return pass.usability == pass_usability::expired ||
         pass.usability == pass_usability::one_time_used || (pass.missed_at && now >= pass.end_at);
}

decision decide_published(const situation& at) {
  const pass_state& pass = at.is().pass;
  if (!at.clock_trusted()) return hold(at, reason::clock_untrusted);
  if (pass.secret == secret_state::unverified || !pass.listed_at) {
    return start(at, new_step(at, step_kind::look_methods));
  }
  return watch(at);
}

decision decide_planned(const situation& at) {
  const pass_state& pass = at.is().pass;
  if (pass.id.empty()) return decide_issuing(at);

  // A pass that ended is history, unless the start moved on and we may still issue.
  const bool ended = at.is().ended != ending::none || window_over(pass, at.now);
  const bool replaceable = !authority_to_issue_ended(at) || at.now < pass.start_at;
  const bool outdated = plan_outdated(at) && replaceable;
  if (ended && !outdated) return decide_ended(at);
  if (pass.missed_at && pass.secret != secret_state::none && !pass.deleted && !outdated) {
    return decide_missing(at);
  }
  const bool unpublished =
      pass.secret == secret_state::none || (secret_may_be_readable(pass) && !pass.published_at);
  const bool code_lost = unpublished && !at.code_in_hand;
  if (outdated || code_lost || pass.deleted || pass.secret == secret_state::withdrawn) {
    if (auto retiring = retire(at)) return *retiring;
    // Only an attempt whose late effect is awaited keeps a retired plan on record.
    return wait_until(last_close(at));
  }
  return unpublished ? decide_publish(at) : decide_published(at);
}

}  // namespace

std::optional<decision> retire(const situation& at) {
  const actual& is = at.is();
  if (!is.pass.plan) return std::nullopt;
  if (secret_may_be_readable(is.pass)) {
    step next = new_step(at, step_kind::withdraw_secret);
    next.secret = is.pass.plan->secret;
    return start(at, std::move(next));
  }
  if (!is.pass.id.empty() && !is.pass.deleted && !is.account.gone_at) {
    if (!is.account.looked_at) return start(at, new_step(at, step_kind::look_account));
    step next = new_step(at, step_kind::delete_pass);
    next.pass = is.pass.id;
    return start(at, std::move(next));
  }
  return std::nullopt;
}

decision decide_pass(const situation& at, wanted_class hour) {
  if (!at.is().pass.plan) return decide_issue(at, hour);
  decision verdict = decide_planned(at);
  if (hour == wanted_class::obstructed && verdict.where == standing::waiting) {
    // What is out is still watched; that HR's words can't be used is shown meanwhile.
    verdict.where = standing::held;
    verdict.why = obstruction(at);
  }
  return verdict;
}

}  // namespace daypass::planner

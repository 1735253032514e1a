// Promise 2's accounts, promise 3, and what others did (design 5.6, 5.7).
#include "simulation/promises.hpp"
#include "simulation/whose_act.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace daypass::simulation {
namespace {

namespace sim = entra_simulator;

constexpr patience for_lockout{hours{1}, minutes{30}};
constexpr patience for_undoing{hours{2}, minutes{45}};

/// Who last changed whether the account is enabled.
std::optional<sim::actor> last_switched_by(const sim::user& whom, std::string_view how) {
  std::optional<sim::actor> who;
  for (const sim::history_entry& one : whom.history) {
    if (one.what == how) who = one.by;
  }
  return who;
}

/// Somebody brought the deleted account back since then, as it was.
bool restored_since(const sim::user& whom, std::optional<instant> when) {
  return std::ranges::any_of(whom.history, [&](const sim::history_entry& one) {
    return one.what == "restored" && when && one.at >= *when;
  });
}

/// When somebody else disabled what we enabled afterwards: the last of the two alone. Not where we
/// had enabled it before and never heard so, nor so soon after that enable that it may have been
/// sent again.
std::optional<instant> undone_by_us(const sim::user& whom, const std::vector<instant>& heard) {
  std::optional<instant> theirs;
  std::optional<instant> undone;
  instant enabled_at{};
  for (const sim::history_entry& one : whom.history) {
    if (one.what == "disabled") {
      theirs.reset();
      const bool known = enabled_at == instant{} || std::ranges::any_of(heard, [&](instant when) {
                           return when > enabled_at && when < one.at;
                         });
      if (!by_us(one.by) && known && one.at > enabled_at + minutes{20}) theirs = one.at;
      undone.reset();
    } else if (one.what == "enabled") {
      undone = by_us(one.by) ? theirs : std::nullopt;
      theirs.reset();
      enabled_at = one.at;
    }
  }
  return undone;
}

/// An answer showed the daemon the account disabled, since then and before any disabling of its
/// own.
bool seen_disabled(const world& of, const std::string& id, instant since) {
  const auto first_after = [&](const std::map<std::string, std::vector<instant>>& times) {
    const auto found = times.find(id);
    if (found == times.end()) return never;
    const auto at = std::ranges::upper_bound(found->second, since);
    return at == found->second.end() ? never : *at;
  };
  return first_after(of.heard_disabled) < first_after(of.disabling_sent);
}

/// When an administrator first renamed an account of the daemon's making, up to some instant.
std::optional<instant> renamed_by_others(const sim::user& whom, instant up_to) {
  if (!by_us(whom.made_by)) return std::nullopt;
  for (const sim::history_entry& entry : whom.history) {
    if (entry.at > up_to) break;
    if (entry.what == "renamed" && entry.by == sim::actor::administrator) return entry.at;
  }
  return std::nullopt;
}

/// When the daemon first named the account in a request: what it names, it knows.
instant known_at(const sim::user& whom, const world& of) {
  const auto named = of.named_at.find(whom.id);
  return named == of.named_at.end() ? never : named->second;
}

/// A name is the key by which repeated creations are one (design 5.2). An administrator who renames
/// the account while one whose outcome is unknown may still be repeated gives the key away.
bool key_was_given_away(const std::vector<sim::user*>& accounts, const world& of) {
  constexpr auto open_at_most = minutes{30};
  return std::ranges::any_of(accounts, [&](const sim::user* one) {
    const instant closed_at = one->history.front().at + open_at_most;
    const auto given_away_at = renamed_by_others(*one, std::max(closed_at, known_at(*one, of)));
    return given_away_at && std::ranges::any_of(accounts, [&](const sim::user* other) {
             return one != other && *given_away_at <= other->history.front().at;
           });
  });
}

}  // namespace

bool promises::was_renamed_unseen(const hire_plan& hire) const {
  return std::ranges::any_of(accounts_of(hire), [this](const user* one) {
    return renamed_by_others(*one, known_at(*one, of_)).has_value();
  });
}

void promises::look_whose_accounts() {
  accounts_.clear();
  for (user& one : of_.graph.state().world.everyone()) {
    accounts_[one.values.text("employeeId")].push_back(&one);
  }
}

const std::vector<promises::user*>& promises::accounts_of(const hire_plan& hire) const {
  static const std::vector<user*> none;
  const auto found = accounts_.find(hire.who.hire_id);
  return found == accounts_.end() ? none : found->second;
}

void promises::one_account_each() {
  std::map<std::string, int> made;
  for (const user& one : of_.graph.state().world.everyone()) {
    const std::string owner = one.values.text("employeeId");
    if (owner.empty() || !by_us(one.made_by) || ++made[owner] < 2) continue;
    const auto whose = std::ranges::find(of_.plan.hires, owner,
                                         [](const hire_plan& hire) { return hire.who.hire_id; });
    if (whose == of_.plan.hires.end()) continue;
    // An order may have one made anew where others deleted it.
    if (was_ordered(*whose, order_kind::retry) || was_ordered(*whose, order_kind::reissue) ||
        was_ordered(*whose, order_kind::release)) {
      continue;
    }
    if (key_was_given_away(accounts_of(*whose), of_)) continue;
    complain("promise 2: two accounts", whose->number, owner);
  }
}

void promises::colleagues_are_left_alone() {
  for (const user& one : of_.graph.state().world.everyone()) {
    if (one.made_by != sim::actor::administrator) continue;
    const std::string owner = one.values.text("employeeId");
    const auto whose = std::ranges::find(of_.plan.hires, owner,
                                         [](const hire_plan& hire) { return hire.who.hire_id; });
    if (whose != of_.plan.hires.end() && was_ordered(*whose, order_kind::adopt)) continue;
    for (const sim::history_entry& entry : one.history) {
      if (!by_us(entry.by)) continue;
      complain("authority: an account that is not ours was changed", 0,
               fmt::format("{}: {} {}", one.upn(), entry.what, entry.detail));
    }
  }
}

/// Entra confirms a disabling of what is disabled already: where nothing showed that before, it is
/// a lock-out's too.
bool promises::locked_out_since(const hire_plan& hire, instant since) const {
  const auto told = of_.told_of.find(hire.number);
  if (told == of_.told_of.end()) return false;
  return std::ranges::any_of(told->second, [&](const told_record* one) {
    return one->at >= since && one->word && one->word->kind == word_kind::rescinded;
  });
}

void promises::others_acts_stand(const hire_plan& hire) {
  const bool replaces = of_.configuration().settings.profiles.at("standard").foreign_pass ==
                        foreign_pass_rule::replace;
  for (const user* one : accounts_of(hire)) {
    const bool ordered = was_ordered(hire, order_kind::retry) ||
                         was_ordered(hire, order_kind::release) ||
                         was_ordered(hire, order_kind::reissue);
    const auto disabled_at = undone_by_us(*one, of_.heard_enabled[one->id]);
    const bool excused = disabled_at && locked_out_since(hire, *disabled_at) &&
                         !seen_disabled(of_, one->id, *disabled_at);
    if (disabled_at && one->enabled() && !ordered && !excused) {
      held_.holds("others: enabled what others disabled", hire.number, one->upn(), for_undoing);
    }
    for (const sim::pass& pass : one->former) {
      const bool theirs = pass.made_by == sim::actor::administrator;
      if (!theirs || !pass.ended_by || !by_us(*pass.ended_by) || replaces) continue;
      // Between our look and our issue lie two minutes, and what was sent may come late.
      const bool unseen = *pass.ended_at < pass.created_at + minutes{20};
      if (pass.ended_how == "replaced" && unseen) continue;
      complain("others: ended a pass that others made", hire.number, pass.ended_how);
    }
  }
}

bool promises::lockout_wanted(const hire_plan& hire, const hr_truth& truth) const {
  return truth.wants_lockout() || standing_order(hire) == order_kind::revoke;
}

/// A release may confirm that a hire is open again, in a source ordered by time.
bool promises::lockout_unclear(const hire_plan& hire, const hr_truth& truth) const {
  return truth.reopen_unconfirmed && was_ordered(hire, order_kind::release);
}

/// The earliest hour that any of HR's words so far gave.
instant promises::first_activation(const hire_plan& hire) const {
  instant first = never;
  const auto told = of_.told_of.find(hire.number);
  if (told == of_.told_of.end()) return first;
  for (const told_record* one : told->second) {
    if (!one->word || !one->word->start) continue;
    const hr_truth alone{.announced = true, .start = one->word->start};
    first = std::min(first, of_.activation_of(alone).value_or(never));
  }
  return first;
}

/// The last days in which a rescission may lock out, counted from the first hour of work; as the
/// daemon could know when it surely had heard.
bool promises::authority_over(const hire_plan& hire, const hr_truth& truth) const {
  if (!of_.plan.short_authority) return false;
  const memory& mine = memories_.at(hire.number);
  const instant first = std::min(mine.first_usable.value_or(never), first_activation(hire));
  if (first == never) return false;
  const instant ends_at = first + short_authority_to_lock;
  // An order has it always, unless the record is purged by then.
  if (const auto by_order = revoked_at(hire)) return ends_at <= *by_order;
  return truth.closed_at && ends_at <= mine.closing.known_at.value_or(of_.now());
}

void promises::locked_out(const hire_plan& hire, const hr_truth& truth) {
  if (!lockout_wanted(hire, truth) || lockout_unclear(hire, truth)) return;
  if (authority_over(hire, truth)) return;
  for (const user* one : accounts_of(hire)) {
    if (one->state != sim::standing::live || one->made_by == sim::actor::administrator) continue;
    // An announcement that awaits its confirmation says nothing against what others restored.
    if (restored_since(*one, std::max(truth.rescinded_at, revoked_at(hire)))) continue;
    // Who enabled it against the daemon's word is another's affair.
    const bool enabled_by_us = by_us(last_switched_by(*one, "enabled").value_or(one->made_by));
    const auto hold = [&](const char* rule) {
      held_.holds(rule, hire.number, hire.who.hire_id, for_lockout);
    };
    if (one->enabled() && enabled_by_us) hold("promise 3: rescinded and enabled");
    const bool over = one->current && one->current->ends_at() <= of_.graph.at(of_.now()).graph;
    if (one->current && by_us(one->current->made_by) && !over) {
      hold("promise 3: rescinded with a pass");
    }
    if (one->live_sessions > 0) hold("promise 3: rescinded with a session");
  }
  for (const readable_pass& pass : folder_.look()) {
    if (pass.hire_id != hire.who.hire_id) continue;
    held_.holds("promise 3: rescinded and readable", hire.number, pass.name, for_lockout);
  }
}

}  // namespace daypass::simulation

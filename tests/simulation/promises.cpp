#include "simulation/promises.hpp"

#include "daypass/planner/fold.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace daypass::simulation {
namespace {

/// What HR wants of each hire, by the events that are in the feed until now.
std::map<hire_key, wanted> folded(const outside& world) {
  std::map<hire_key, wanted> all;
  for (const told_event& one : world.tale.events) {
    if (one.at > world.time.true_now() || !one.event) continue;
    hire_event event = *one.event;
    event.received_at = one.at;
    wanted& wants = all[event.key];
    wants = planner::fold(wants, event);
  }
  return all;
}

/// Entra ends a pass by itself; the daemon looks a minute later and withdraws the secret. What was
/// published late, by an answer given up, is withdrawn once that can't happen any more.
constexpr auto ending_tolerance = minutes{20};

/// From when HR tells until the daemon hears: a crash may last hours.
constexpr auto down_at_most = hours{4};

const orders& ordered_of(const outside& world, const hire_key& key) {
  static const orders none;
  const auto given = world.ordered.find(key);
  return given == world.ordered.end() ? none : given->second;
}

std::string text(instant at) {
  return fmt::format("{:%m-%d %H:%M:%S}", std::chrono::floor<seconds>(at));
}

}  // namespace

void promises::complain(const std::string& what) {
  broken_.push_back(text(world_.time.true_now()) + " " + what);
}

void promises::complain(const hire_key& key, const std::string& what) {
  std::string story;
  const auto found = world_.state.records().find(key);
  if (found != world_.state.records().end()) {
    for (const history_entry& line : found->second.story) {
      story += fmt::format("\n    {} {} {}", text(line.at), line.what, line.detail);
      if (line.count > 1) story += fmt::format(" (x{})", line.count);
    }
  }
  complain(what + ": " + key.hire_id + story);
}

void promises::check_step() {
  one_account_each();
  // The world changes where something is awaited, and with time.
  const instant now = world_.time.true_now();
  if (world_.pauses == pauses_seen_ && now < looked_at_ + minutes{5}) return;
  pauses_seen_ = world_.pauses;
  looked_at_ = now;
  readable_secrets_open_passes();
}

void promises::one_account_each() {
  if (world_.tenant.accounts().size() == accounts_seen_) return;
  accounts_seen_ = world_.tenant.accounts().size();
  std::map<std::string, int> owned;
  for (const fakes::memory_account& account : world_.tenant.accounts()) {
    if (++owned[account.attributes.employee_id] > 1) {
      complain("promise 2: two accounts for " + account.attributes.employee_id);
    }
  }
}

/// A verified secret never loses its pass by our own doing while it can be read.
void promises::readable_secrets_open_passes() {
  for (const auto& [name, secret] : world_.secrets.published()) {
    const bool live = world_.tenant.is_live_code(secret.code);
    if (live) {
      seen_live_.insert(name);
      dead_since_.erase(name);
    } else if (seen_live_.contains(name)) {
      dead_since_.try_emplace(name, world_.time.true_now());
    }
  }
}

/// The last days in which a rescission may lock out, counted from the first hour of work.
bool promises::authority_ended(const hire_key& key, instant since) const {
  instant first = never;
  for (const fakes::memory_account& account : world_.tenant.accounts()) {
    if (account.attributes.employee_id != key.hire_id) continue;
    for (const fakes::memory_pass& pass : account.former_passes) {
      first = std::min(first, pass.start_at);
    }
    if (account.pass) first = std::min(first, account.pass->start_at);
  }
  wanted wants;
  for (const told_event& one : world_.tale.events) {
    if (!one.event || one.event->key != key) continue;
    wants = planner::fold(wants, *one.event);
    const derived facts = story_interpreter().interpret(key, wants);
    if (facts.when) first = std::min(first, facts.when->activation_at);
  }
  return first != never && first + world_.tale.rules.bounds.authority_to_lock <= since;
}

/// HR's word came too late to bind us; an operator's does so only where we know nothing any more.
bool promises::lockout_excused(const hire_key& key, const wanted& wants) const {
  const auto found = world_.state.records().find(key);
  const bool purged = world_.state.purged(key);
  if (purged) return authority_ended(key, world_.time.true_now());
  if (standing_revoke(ordered_of(world_, key)) || found == world_.state.records().end()) {
    return false;
  }
  const bool parked = found->second.record.is.stands.why == reason::established;
  return parked &&
         authority_ended(key, wants.rescinded_at.value_or(world_.time.true_now()) + down_at_most);
}

/// No pass for, and no lock-out of, who is no new hire of ours (design 5.7).
void promises::colleagues_are_left_alone() {
  for (const auto& [key, user] : world_.colleagues) {
    if (newest(ordered_of(world_, key), order_kind::adopt) > 0) continue;
    const fakes::memory_account& account = *world_.tenant.find(user);
    const bool untouched = account.enabled && !account.pass && account.former_passes.empty() &&
                           account.session_revocations == 0 && !account.signed_in_at;
    if (!untouched) complain(key, "authority: a colleague was touched");
  }
}

void promises::rescinded_are_locked_out() {
  for (const auto& [key, wants] : folded(world_)) {
    if (!wants.rescinded() && !standing_revoke(ordered_of(world_, key))) continue;
    if (lockout_excused(key, wants)) continue;
    const auto found = world_.state.records().find(key);
    for (fakes::memory_account& account : world_.tenant.accounts()) {
      if (account.attributes.employee_id != key.hire_id || !account.live()) continue;
      const auto colleague = world_.colleagues.find(key);
      const bool taken =
          found != world_.state.records().end() && found->second.record.is.account.id == account.id;
      if (colleague != world_.colleagues.end() && colleague->second == account.id && !taken) {
        continue;
      }
      if (account.enabled) complain(key, "promise 3: rescinded and enabled");
      if (account.pass) complain(key, "promise 3: rescinded with a pass");
    }
    for (const auto& [name, secret] : world_.secrets.published()) {
      if (secret.label.key == key) complain(key, "promise 3: rescinded, readable");
    }
  }
}

/// With every fault over, each hire that is wanted and in its hours has a pass that its secret
/// opens, or has ended, or is parked with a reason.
void promises::open_hires_ended_well() {
  const instant now = world_.time.true_now();
  for (const auto& [key, wants] : folded(world_)) {
    const auto found = world_.state.records().find(key);
    const bool purged = world_.state.purged(key);
    if (found == world_.state.records().end()) {
      if (!purged) complain("promise 1: no record of " + key.hire_id);
      continue;
    }
    if (purged) continue;  // What came after is judged against stamps without words.
    wanted recorded = found->second.record.wants;
    if (recorded.fields != wants.fields) complain("promise 1: events lost of " + key.hire_id);
    if (wants.rescinded() || !wants.announced()) continue;
    const orders& ordered = ordered_of(world_, key);
    if (standing_hold(ordered) || standing_revoke(ordered)) continue;
    const actual& is = found->second.record.is;
    const bool rests = is.stands.where == standing::parked || is.stands.where == standing::settled;
    const derived facts = story_interpreter().interpret(key, wants);
    if (!facts.when) continue;
    if (now < facts.when->activation_at - hours{40} || rests) continue;
    const pass_state& pass = is.pass;
    if (!pass.id.empty() && now >= pass.end_at && now < pass.end_at + ending_tolerance) continue;
    bool opened = false;
    for (const auto& [name, secret] : world_.secrets.published()) {
      opened = opened || (secret.label.key == key && world_.tenant.is_live_code(secret.code));
    }
    if (!opened) {
      complain(key, fmt::format("liveness: no pass; {} {}, due {}", to_string(is.stands.where),
                                to_string(is.stands.why), text(found->second.due.due_at)));
    }
  }
}

void promises::never_too_early() {
  for (const auto& [key, wants] : folded(world_)) {
    const derived facts = story_interpreter().interpret(key, wants);
    if (!facts.when || wants.rescinded() || !wants.announced()) continue;
    for (const fakes::memory_account& account : world_.tenant.accounts()) {
      if (account.attributes.employee_id != key.hire_id || !account.pass) continue;
      const instant now = world_.time.true_now();
      const bool over = account.pass->end_at() <= now;
      instant first = account.pass->start_at;
      for (const fakes::memory_pass& pass : account.former_passes) {
        first = std::min(first, pass.start_at);
      }
      // A pass in use stays when HR moves the start of one who has long been working.
      const bool in_use = account.pass->start_at <= now &&
                          first + world_.tale.rules.bounds.authority_to_issue <= now;
      if (!over && !in_use && facts.when->activation_at > now &&
          account.pass->start_at < facts.when->activation_at) {
        complain(key, "promise 5: a pass before its hour");
      }
    }
  }
}

void promises::no_code_outside() {
  for (const auto& [key, held] : world_.state.records()) world_.leaks.watch(held);
  for (const std::string& leak : world_.leaks.met()) complain("promise 4: " + leak);
}

void promises::check_end(std::int64_t committed) {
  check_step();
  rescinded_are_locked_out();
  colleagues_are_left_alone();
  open_hires_ended_well();
  never_too_early();
  no_code_outside();
  for (const auto& [name, since] : dead_since_) {
    if (world_.time.true_now() < since + ending_tolerance) continue;
    const auto readable = world_.secrets.published().find(name);
    if (readable != world_.secrets.published().end()) {
      complain(readable->second.label.key,
               "promise 2: readable since " + text(since) + " without a pass");
    }
  }
  for (const std::string& what : world_.impossible) complain(what);
  std::int64_t told = 0;
  for (const told_event& one : world_.tale.events) told += one.at <= world_.time.true_now();
  if (committed > told) complain("promise 1: committed what was never told");
}

}  // namespace daypass::simulation

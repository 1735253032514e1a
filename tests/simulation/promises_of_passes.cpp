// Promise 2's passes, promise 5, and that everybody is served.
#include "simulation/promises.hpp"
#include "simulation/whose_act.hpp"

#include <algorithm>
#include <cctype>

namespace daypass::simulation {
namespace {

namespace sim = entra_simulator;

/// An unverified publish may go on for a while: until what was sent can't take effect any more, and
/// a look after that.
constexpr patience for_withdrawal{hours{2}, minutes{45}};
/// Ended by others or by Entra itself: until the next comparison (verify_interval).
constexpr patience for_comparison{hours{15}, hours{13}};
constexpr patience for_replacement{hours{6}, hours{1}};
constexpr patience for_service{days{365}, hours{3}};

/// The pass of that code, listed or ended, on any account.
struct found_pass {
  const sim::user* whose = nullptr;
  const sim::pass* pass = nullptr;
  bool listed = false;
};

found_pass find_pass(sim::directory_world& directory, std::string_view code) {
  for (const sim::user& one : directory.everyone()) {
    if (one.current && one.current->code == code) return {&one, &*one.current, true};
    for (const sim::pass& former : one.former) {
      if (former.code == code) return {&one, &former, false};
    }
  }
  return {};
}

}  // namespace

void promises::secrets_open_passes() {
  const instant graph_now = of_.graph.at(of_.now()).graph;
  for (const readable_pass& one : folder_.look()) {
    const found_pass found = find_pass(of_.graph.state().world, one.code);
    const auto whose = std::ranges::find(of_.plan.hires, one.hire_id,
                                         [](const hire_plan& hire) { return hire.who.hire_id; });
    const std::uint64_t hire = whose == of_.plan.hires.end() ? 0 : whose->number;
    if (found.pass == nullptr) {
      complain("promise 2: a sealed code that no pass ever had", hire, one.name);
      continue;
    }
    if (found.whose->values.text("employeeId") != one.hire_id) {
      complain("promise 2: sealed for one and opens the account of another", hire, one.name);
    }
    const bool gone = found.whose->state != sim::standing::live;
    const bool over =
        graph_now >= found.pass->ends_at() || (found.pass->once && found.pass->used_at.has_value());
    if (found.listed && !gone && !over) continue;
    const bool our_doing = !found.listed && found.pass->ended_by && by_us(*found.pass->ended_by);
    if (our_doing) {
      held_.holds("promise 2: a secret outlives the pass we ended", hire, one.name, for_withdrawal);
    } else {
      held_.holds("promise 2: a readable secret opens no live pass", hire, one.name,
                  for_comparison);
    }
  }
}

void promises::right_hour(const hire_plan& hire, const hr_truth& truth) {
  memory& mine = memories_[hire.number];
  const instant graph_now = of_.graph.at(of_.now()).graph;
  const auto activation = of_.activation_of(truth);
  for (const user* one : accounts_of(hire)) {
    if (!one->current || !by_us(one->current->made_by)) continue;
    const sim::pass& pass = *one->current;
    const bool usable = graph_now >= pass.starts_at && graph_now < pass.ends_at();
    if (usable && !mine.first_usable) mine.first_usable = of_.now();
    if (!activation || lockout_wanted(hire, truth) || one->state != sim::standing::live) continue;
    if (mine.left_to_people || standing_order(hire)) continue;
    const instant moved_at = std::max(truth.start_told_at, of_.zones_since);
    const bool worked_before = mine.first_usable && *mine.first_usable < moved_at;
    if (usable && *activation > graph_now + minutes{1} && !worked_before) {
      held_.holds("promise 5: usable before its hour", hire.number, pass.id, for_replacement);
    }
    if (graph_now < pass.starts_at && pass.starts_at != *activation && *activation > graph_now) {
      held_.holds("promise 5: starts at another hour than HR's", hire.number, pass.id,
                  for_replacement);
    }
  }
}

/// Some account of theirs is open to a code that somebody can read.
bool promises::opened_now(const hire_plan& hire) {
  for (const readable_pass& one : folder_.look()) {
    if (one.hire_id != hire.who.hire_id) continue;
    const found_pass found = find_pass(of_.graph.state().world, one.code);
    if (found.listed && found.whose->enabled() && found.whose->state == sim::standing::live) {
      return true;
    }
  }
  return false;
}

/// A soft-deleted account has a name that the template makes for this hire (design 5.6).
bool promises::name_held_by_deleted(const hire_plan& hire) const {
  std::string name = hire.who.given_name + ".doe";
  name.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(name.front())));
  return std::ranges::any_of(of_.graph.state().world.deleted(), [&](const user* one) {
    std::string upn = one->upn();
    std::ranges::transform(upn, upn.begin(), [](unsigned char c) { return std::tolower(c); });
    return upn.contains(name);
  });
}

/// What others took away is issued anew where it is seen before the activation, at most twice.
bool promises::loss_is_unmended(const memory& mine) {
  constexpr int made_good_at_most = 2;
  return mine.losses > made_good_at_most ||
         (mine.losses > 0 && mine.calm_since_loss < for_comparison.afterwards + hours{2});
}

bool promises::pass_expected(const hire_plan& hire, const hr_truth& truth) const {
  const memory& mine = memories_.at(hire.number);
  if (!truth.announced || lockout_wanted(hire, truth) || lockout_unclear(hire, truth)) return false;
  if (mine.left_to_people || standing_order(hire) || mine.name_was_held) return false;
  if (was_renamed_unseen(hire)) return false;
  const auto activation = of_.activation_of(truth);
  if (!activation || loss_is_unmended(mine)) return false;
  const auto& how = of_.configuration().settings.profiles.at("standard");
  constexpr duration grace = hours{1};
  constexpr duration given_up_after = days{4};
  if (of_.now() < *activation - how.issue_ahead + grace) return false;
  if (of_.now() >= *activation + given_up_after) return false;
  // A start so long ago that authority ended with it.
  if (of_.plan.short_authority && of_.now() >= *activation + days{1}) return false;
  const bool ended_before =
      of_.plan.short_authority &&
      first_activation(hire) + short_authority_to_issue <= mine.start.known_at.value_or(of_.now());
  if (ended_before) return false;
  // Whoever could work already keeps the pass that was; and later our authority ends.
  const instant moved_at = std::max(truth.start_told_at, of_.zones_since);
  const bool moved_since = mine.first_usable && *mine.first_usable < moved_at;
  if (moved_since) return false;
  for (const user* one : accounts_of(hire)) {
    if (!one->methods.empty()) return false;  // Registered: no first key any more.
  }
  return true;
}

std::uint64_t promises::served_hires() const {
  return static_cast<std::uint64_t>(std::ranges::count_if(
      memories_, [](const auto& entry) { return !entry.second.served_at.empty(); }));
}

void promises::served(const hire_plan& hire, const hr_truth& truth) {
  memory& mine = memories_[hire.number];
  const auto activation = of_.activation_of(truth);
  if (!activation) return;
  if (of_.now() >= *activation && opened_now(hire))
    mine.served_at.try_emplace(*activation, of_.now());
  // Who met that name rests from then on, also when it is free again.
  if (truth.announced && accounts_of(hire).empty()) {
    mine.name_was_held |= name_held_by_deleted(hire);
  }
  if (!pass_expected(hire, truth) || mine.served_at.contains(*activation)) return;
  if (opened_now(hire)) return;
  held_.holds("liveness: no pass", hire.number, hire.who.hire_id, for_service);
}

}  // namespace daypass::simulation

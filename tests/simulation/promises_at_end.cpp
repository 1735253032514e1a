// What must be so when all is over: codes nowhere else, poison shown, rest with a reason.
#include "simulation/promises.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace daypass::simulation {
namespace {

/// Source and id of an event, binary or structured, as the story of a hire tells them.
std::string name_of(const told_record& one) {
  const auto header = [&](std::string_view name) -> std::string {
    for (const auto& [key, value] : one.record.headers) {
      if (key == name) return value;
    }
    return {};
  };
  if (const std::string id = header("ce_id"); !id.empty()) return header("ce_source") + " " + id;
  const auto text = nlohmann::json::parse(one.record.value.value_or(""), nullptr, false);
  return text.is_object() ? text.value("source", "") + " " + text.value("id", "") : std::string();
}

bool tells(const std::vector<history_entry>& story, const std::string& event) {
  return std::ranges::any_of(story, [&](const history_entry& line) {
    return line.what.starts_with("event ") &&
           (line.detail == event || line.detail.starts_with(event + ",") ||
            line.detail.starts_with(event + ":"));
  });
}

}  // namespace

void promises::no_code_outside() {
  for (const std::string& folder : {std::string(), std::string(passes_folder)}) {
    for (const std::string& name : of_.disk.names(folder)) {
      const std::string path = folder.empty() ? name : folder + "/" + name;
      if (const auto bytes = of_.disk.contents(path)) of_.leaks.watch(path, *bytes);
    }
  }
  for (const std::string& leak : of_.leaks.met()) complain("promise 4: " + leak, 0, "");
}

void promises::waits_where_told() {
  for (const std::string& asked : of_.hasty) {
    complain("liveness: asked again before Retry-After was over", 0, asked);
  }
}

/// Each record that can't be used is kept, and a copy of it is on the dead-letter topic.
void promises::poison_is_shown(life& running) {
  std::set<std::string> kept;
  for (const quarantined_event& one : running.quarantine()) kept.insert(one.raw.key.value_or(""));
  std::set<std::string> copied;
  for (const quarantined_event& one : of_.letters) copied.insert(one.raw.key.value_or(""));
  for (const told_record& one : of_.plan.poison) {
    const std::string& key = one.record.key.value();
    if (one.at > of_.now()) continue;
    const bool purged = of_.plan.short_authority;  // It is kept for the retention alone.
    if (!kept.contains(key) && !purged) complain("promise 1: poison was not kept", 0, key);
    if (!copied.contains(key)) complain("promise 6: poison was not shown", 0, key);
  }
}

/// Whoever can't be served is held or parked, with a reason, where operators see it; and each event
/// is in the story of its hire, won or lost.
void promises::rests_with_a_reason(life& running) {
  for (const hire_plan& hire : of_.plan.hires) {
    const hr_truth truth = of_.truth(hire);
    const auto activation = of_.activation_of(truth);
    if (!truth.announced || !activation || of_.plan.short_authority) continue;
    const auto shown = running.listed(hire);
    if (!shown) {
      complain("promise 1: HR's words are nowhere", hire.number, hire.who.hire_id);
      continue;
    }
    const auto story = running.history(hire);
    for (const told_record* one : of_.told_of[hire.number]) {
      const std::string event = name_of(*one);
      if (!tells(story, event)) {
        complain("promise 1: an event is in no record", hire.number, event);
      }
    }
    // Shortly before its end a pass is taken back.
    constexpr duration taken_back_before = minutes{20};
    const instant ends_at = *activation + of_.lifetime() - taken_back_before;
    const bool due = of_.now() >= *activation && of_.now() < ends_at;
    if (!due || opened_now(hire) || memories_[hire.number].file_removed) continue;
    const bool rests = shown->where == standing::parked || shown->where == standing::held ||
                       shown->where == standing::settled;
    const bool locking = lockout_wanted(hire, truth) || truth.reopen_unconfirmed;
    if (rests || locking) continue;
    complain("promise 6: not served, and nobody is told why", hire.number,
             fmt::format("{} {}", to_string(shown->where), to_string(shown->why)));
  }
}

}  // namespace daypass::simulation

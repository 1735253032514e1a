#include "simulation/combinations.hpp"

#include "support/planner_table/impossible.hpp"

#include <fmt/format.h>

namespace daypass::simulation {
namespace {

namespace p = planner;

/// A line of history that tells an answer: its outcome class, which the detail begins with.
std::optional<p::outcome_class> outcome_in(const history_entry& line) {
  const std::string_view told = std::string_view(line.detail).substr(0, line.detail.find(':'));
  for (std::size_t index = 0; index < p::outcome_class_count; ++index) {
    const auto which = static_cast<p::outcome_class>(index);
    if (to_string(which) == told) return which;
  }
  return std::nullopt;
}

void check_record(const onboarding& before, const p::situation& at, const complaint& complain) {
  const auto wants = p::classify_wanted(at);
  const auto ordered = p::classify_orders(at);
  const auto is = p::classify_actual(at);
  if (const auto why = p::impossible(wants, ordered, is)) {
    complain(fmt::format("impossible: {} is {}, {}, {}: {}", before.key.hire_id, to_string(wants),
                         to_string(ordered), to_string(is), *why));
  }
}

void check_answers(const onboarding& before, const p::situation& at, const recording& taken,
                   const complaint& complain) {
  const auto is = p::classify_actual(at);
  for (const history_entry& line : taken.history) {
    const auto kind = step_kind_named(line.what);
    const auto said = outcome_in(line);
    if (!kind || !said) continue;
    if (const auto why = p::impossible(is, *kind, *said)) {
      complain(fmt::format("impossible: {} is {}, and {} was answered {}: {}", before.key.hire_id,
                           to_string(is), line.what, line.detail, *why));
    }
  }
}

}  // namespace

transition watched(transition change, std::shared_ptr<const interpreter> meaning,
                   std::shared_ptr<const p::policy> rules, instant now, complaint complain) {
  return [change = std::move(change), meaning = std::move(meaning), rules = std::move(rules), now,
          complain = std::move(complain)](const onboarding& fresh) {
    const derived facts = meaning->interpret(fresh.key, fresh.wants);
    const p::situation at{.record = fresh, .facts = facts, .rules = *rules, .now = now};
    check_record(fresh, at, complain);
    recording taken = change(fresh);
    check_answers(fresh, at, taken, complain);
    return taken;
  };
}

}  // namespace daypass::simulation

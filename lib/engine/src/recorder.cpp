#include "recorder.hpp"

#include "daypass/planner/classes.hpp"
#include "daypass/planner/fold.hpp"

#include <utility>

namespace daypass::engine {
namespace {

schedule schedule_of(const planner::visit_result& told, const derived& facts, instant now) {
  schedule due;
  // While a step is under way the record stays due: if this process ends, the next one looks.
  const bool busy = !told.starts.empty() || told.steps_running || told.lane_full;
  due.due_at = busy ? now : told.verdict.look_again_at;
  // Also while a lock-out waits to be verified: it goes before what is late for other reasons.
  const bool locking_out =
      told.is.lockout.begun_at.has_value() && told.verdict.where == standing::working;
  due.urgent = told.verdict.urgent || locking_out;
  // The lane matters for who is leased next: that of the forward step, or reads for a mere look.
  if (told.lane_full && told.verdict.forward) {
    due.next_lane = lane_of(told.verdict.forward->kind);
  }
  if (facts.when) due.activation_at = facts.when->activation_at;
  return due;
}

std::vector<history_entry> history_of(const planner::visit_result& told, instant now) {
  std::vector<history_entry> entries;
  entries.reserve(told.story.size());
  for (const planner::story_line& line : told.story) {
    entries.push_back({.at = now, .what = line.what, .detail = line.detail});
  }
  return entries;
}

recording record_visit(visit_order& order, const onboarding& fresh) {
  order.known = facts_of(fresh, order.meaning, std::move(order.known));
  const derived& facts = order.known->facts;
  const planner::visit_input input{.facts = facts,
                                   .rules = *order.rules,
                                   .now = order.now,
                                   .running = order.running,
                                   .happened = order.happened ? &*order.happened : nullptr,
                                   .code_in_hand = order.code_in_hand,
                                   .fresh_name = order.fresh_name,
                                   .random = order.random,
                                   .lane_open = order.lane_open,
                                   .names_taken = order.names_taken,
                                   .graph_ahead = order.graph_ahead};
  order.told = planner::visit(fresh, input);
  const schedule due = schedule_of(order.told, facts, order.now);
  return {.is = std::move(order.told.is),
          .due = due,
          .under_way = !order.told.starts.empty() || order.told.steps_running,
          .history = history_of(order.told, order.now)};
}

std::string describe(const hire_event& event) {
  std::string detail = event.id.source + " " + event.id.id;
  if (event.ordered_by == event_order::revision) {
    detail += ", revision " + std::to_string(event.order);
  }
  if (!event.reason.empty()) detail += ": " + event.reason;
  return detail;
}

/// The first look at a hire that is far off can be foretold: it costs no visit of its own.
schedule first_schedule(const onboarding& record, const derived& facts,
                        const planner::policy& rules, instant now) {
  const planner::situation at{.record = record, .facts = facts, .rules = rules, .now = now};
  const planner::decision verdict = planner::decide(at);
  schedule due{.due_at = now};
  if (verdict.where == standing::waiting) due.due_at = verdict.look_again_at;
  if (facts.when) due.activation_at = facts.when->activation_at;
  return due;
}

}  // namespace

std::shared_ptr<const known_facts> facts_of(const onboarding& record,
                                            std::shared_ptr<const interpreter> meaning,
                                            std::shared_ptr<const known_facts> before) {
  const std::uint64_t version = record.wants.version;
  if (before && before->meaning == meaning && before->wanted_version == version) return before;
  derived facts = meaning->interpret(record.key, record.wants);
  return std::make_shared<known_facts>(std::move(meaning), version, std::move(facts));
}

transition make_transition(std::shared_ptr<visit_order> order) {
  return
      [order = std::move(order)](const onboarding& fresh) { return record_visit(*order, fresh); };
}

fold_function make_fold(std::shared_ptr<const interpreter> meaning,
                        std::shared_ptr<const planner::policy> rules, instant now) {
  return [meaning = std::move(meaning), rules = std::move(rules), now](const onboarding* before,
                                                                       const hire_event& event) {
    onboarding after = before != nullptr ? *before : onboarding{.key = event.key};
    after.wants = planner::fold(std::move(after.wants), event);
    const derived facts = meaning->interpret(after.key, after.wants);
    folded told;
    if (before == nullptr) {
      told.due = first_schedule(after, facts, *rules, now);
    } else {
      const planner::situation at{.record = after, .facts = facts, .rules = *rules, .now = now};
      told.due = {.due_at = now, .urgent = planner::lockout_wanted(at)};
      if (facts.when) told.due.activation_at = facts.when->activation_at;
    }
    told.history.push_back({.at = now,
                            .what = "event " + std::string(to_string(event.kind)),
                            .detail = describe(event)});
    told.wants = std::move(after.wants);
    return told;
  };
}

}  // namespace daypass::engine

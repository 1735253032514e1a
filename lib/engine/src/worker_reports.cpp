// What a worker tells the operators, and the lanes, of what happened.

#include "worker.hpp"

#include "daypass/planner/classes.hpp"

namespace daypass::engine {
namespace {

const error* error_of(const outcome& happened) {
  return std::get_if<error>(&happened.said);
}

bool names_policy(const error& why) {
  return why.code == refusal::policy_lifetime || why.code == refusal::policy_one_time ||
         why.code == refusal::policy_scope;
}

}  // namespace

const derived& worker::facts() {
  known_ = facts_of(leased_.record, shop_->meaning, std::move(known_));
  return known_->facts;
}

void worker::note_lane(const outcome& happened) {
  const lane which = lane_of(happened.done.kind);
  const instant now = shop_->with.time.now();
  const error* why = error_of(happened);
  if (why == nullptr) {
    if (auto held_for = shop_->board.free_again(which, now)) {
      shop_->with.reports.report(happening::lane_freed{which, *held_for});
      shop_->wake();
    }
    return;
  }
  if (names_policy(*why)) {
    shop_->policy_wanted = true;
    shop_->policy_asked.set();
  }
  const planner::situation at{
      .record = leased_.record, .facts = facts(), .rules = *shop_->rules, .now = now};
  const planner::outcome_class meaning = planner::classify_outcome(at, happened);
  const bool whole_lane =
      meaning == planner::outcome_class::lane_failed ||
      (meaning == planner::outcome_class::throttled && why->scope == failure_scope::lane);
  if (!whole_lane) return;
  const bool fresh = shop_->board.hold(which, now, why->retry_after);
  if (fresh && meaning == planner::outcome_class::lane_failed) {
    shop_->with.reports.report(happening::lane_held{which, *why});
  }
}

void worker::report_step(const finished& done) {
  const planner::situation at{
      .record = leased_.record, .facts = facts(), .rules = *shop_->rules, .now = done.happened.at};
  const error* why = error_of(done.happened);
  shop_->with.reports.report(happening::step_finished{
      .key = leased_.held.key,
      .kind = done.happened.done.kind,
      .outcome = std::string(to_string(planner::classify_outcome(at, done.happened))),
      .took = done.took,
      .what = why != nullptr ? why->what : std::string{}});
}

void worker::report(const planner::visit_result& told) {
  const instant now = shop_->with.time.now();
  const onboarding& record = leased_.record;
  const hire_key& key = record.key;
  if (told.standing_changed) {
    shop_->with.reports.report(happening::standing_changed{key, record.is.stands.where,
                                                           record.is.stands.why, record.is.ended});
  }
  if (told.became_ready) {
    shop_->with.reports.report(happening::hire_ready{
        .key = key,
        .since_announced = now - record.wants.first_announced_at.value_or(now),
        .before_activation = record.is.pass.start_at - now});
  }
  if (told.became_locked_out) {
    shop_->with.reports.report(
        happening::hire_locked_out{key, now - record.is.lockout.begun_at.value_or(now)});
  }
  if (told.rescission_unheeded) shop_->with.reports.report(happening::rescission_unheeded{key});
  if (told.manager_left_out) {
    shop_->with.reports.report(
        happening::manager_left_out{key, std::string(*told.manager_left_out)});
  }
  if (told.late) shop_->with.reports.report(happening::hire_late{key});
  if (told.revocation_stuck) {
    shop_->with.reports.report(happening::revocation_stuck{key, "see show HIRE for each effect"});
  }
}

}  // namespace daypass::engine

#include "daypass/planner/visit.hpp"

#include "recipients.hpp"
#include "story.hpp"

#include "daypass/planner/absorb.hpp"
#include "daypass/planner/classes.hpp"

#include <algorithm>
#include <utility>

namespace daypass::planner {
namespace {

class one_visit {
 public:
  one_visit(const onboarding& fresh, const visit_input& input) : fresh_(fresh), input_(input) {
    running_.assign(input.running.begin(), input.running.end());
  }

  visit_result run() {
    const secret_state secret_before = fresh_.is.pass.secret;
    is_ = reconcile(situation_of(fresh_));
    const account_state stored = input_.names_taken > 0 ? is_.account : account_state{};
    if (input_.happened != nullptr) absorb_outcome(*input_.happened);
    for (unsigned taken = 0; taken < input_.names_taken; ++taken) {
      is_ = absorb_name_taken(situation_now(), stored);
    }
    result_.verdict = decide(situation_now());
    result_.became_ready =
        is_.pass.secret == secret_state::verified && secret_before != secret_state::verified;
    stand();
    tell_delays();
    result_.steps_running = !running_.empty();
    start_what_may();
    result_.is = std::move(is_);
    return std::move(result_);
  }

 private:
  [[nodiscard]] situation situation_now() const { return situation_of({fresh_, is_}); }

  [[nodiscard]] situation situation_of(record_view record) const {
    const bool in_hand = input_.code_in_hand && !record.is.pass.id.empty() &&
                         *input_.code_in_hand == record.is.pass.id;
    return {.record = record,
            .facts = input_.facts,
            .rules = input_.rules,
            .now = input_.now,
            .running = running_,
            .code_in_hand = in_hand,
            .fresh_name = input_.fresh_name,
            .graph_ahead = input_.graph_ahead};
  }

  void absorb_outcome(const outcome& happened) {
    result_.story.push_back(story_of(happened, classify_outcome(situation_now(), happened)));
    is_ = absorb(situation_now(), happened, input_.random);
    std::erase_if(running_, [&](const running_step& one) { return one.id == happened.done.id; });
  }

  void stand() {
    const decision& verdict = result_.verdict;
    standing_state& stands = is_.stands;
    const bool was_settled = stands.where == standing::settled;
    if (stands.where != verdict.where || stands.why != verdict.why) {
      const bool notable = verdict.where >= standing::held || stands.where >= standing::held;
      stands.where = verdict.where;
      stands.why = verdict.why;
      stands.since = input_.now;
      result_.standing_changed = notable;
      if (notable) result_.story.push_back(story_of(verdict));
    }
    tell_unheeded();
    stands.wanted_version = fresh_.wants.version;
    for (const order& given : fresh_.ordered) {
      stands.order_number = std::max(stands.order_number, given.number);
    }
    if (verdict.where != standing::parked) is_.ended = verdict.ended;
    result_.became_locked_out =
        verdict.where == standing::settled && !was_settled && verdict.ended == ending::rescinded;
  }

  /// A lock-out that HR or an operator wants, and that we may not or can't carry out.
  void tell_unheeded() {
    if (result_.verdict.why != reason::established) return;
    const standing_state& stands = is_.stands;
    const bool new_rescission =
        fresh_.wants.rescinded() &&
        (result_.standing_changed || stands.wanted_version != fresh_.wants.version);
    const bool new_revoke = standing_revoke(fresh_.ordered) &&
                            newest(fresh_.ordered, order_kind::revoke) > stands.order_number;
    result_.rescission_unheeded = new_rescission || new_revoke;
    if (!result_.rescission_unheeded) return;
    result_.story.push_back({"not locked out", "no hire of ours: act in Entra by hand"});
  }

  /// What operators are told once for each hire: late, or a lock-out that takes too long.
  void tell_delays() {
    const situation at = situation_now();
    actual& is = is_;
    const bool ready = is.pass.secret == secret_state::verified;
    if (ready || lockout_wanted(at)) is.late_told = false;
    const bool late = !ready && classify_wanted(at) == wanted_class::started &&
                      is.ended == ending::none && !is.first_usable_at;
    if (late && !is.late_told) is.late_told = result_.late = true;
    const auto& begun = is.lockout.begun_at;
    const bool stuck =
        begun && result_.verdict.urgent && input_.now >= *begun + input_.rules.bounds.stuck_after;
    if (!begun) is.stuck_told = false;
    if (stuck && !is.stuck_told) is.stuck_told = result_.revocation_stuck = true;
  }

  void start_what_may() {
    for (step& effect : result_.verdict.effects) start(std::move(effect));
    if (!result_.verdict.forward) return;
    if (!input_.lane_open[static_cast<std::size_t>(lane_of(result_.verdict.forward->kind))]) {
      result_.lane_full = true;
      return;
    }
    start(*result_.verdict.forward);
  }

  void start(step next) {
    is_ = intend(situation_now(), next);
    if (has_intent(next.kind)) result_.story.push_back(story_of(next));
    if (next.kind == step_kind::issue_pass) tell_left_out();
    result_.starts.push_back(std::move(next));
  }

  void tell_left_out() {
    result_.manager_left_out = manager_left_out(situation_now());
    if (!result_.manager_left_out) return;
    result_.story.push_back({"manager left out", std::string(*result_.manager_left_out)});
  }

  const onboarding& fresh_;
  actual is_;  ///< As this visit leaves it.
  const visit_input& input_;
  std::vector<running_step> running_;
  visit_result result_;
};

}  // namespace

visit_result visit(const onboarding& fresh, const visit_input& input) {
  return one_visit(fresh, input).run();
}

}  // namespace daypass::planner

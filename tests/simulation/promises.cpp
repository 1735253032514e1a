#include "simulation/promises.hpp"

namespace daypass::simulation {
namespace {

constexpr duration evaluate_interval = minutes{2};
/// In so much calm time the daemon has heard what HR said.
constexpr duration heard_within = minutes{30};

}  // namespace

promises::promises(world& of)
    : of_(of),
      folder_(of),
      held_([this](const std::string& rule, std::uint64_t hire, const std::string& words) {
        complain(rule, hire, words);
      }),
      looked_at_(of.now()) {
  for (const hire_plan& one : of_.plan.hires) {
    memory& made = memories_[one.number];
    made.left_to_people =
        one.obstacle == obstacle_kind::deleted_holder || one.obstacle == obstacle_kind::colleague;
  }
}

void promises::complain(const std::string& rule, std::uint64_t hire, const std::string& words) {
  if (!told_.insert(rule + std::to_string(hire)).second) return;
  broken_.push_back({rule, hire, of_.now(), words});
}

void promises::note_act(const hire_plan& hire, mishap what) {
  memory& mine = memories_[hire.number];
  if (what == mishap::pass_file_removed) mine.file_removed = true;
  if (what == mishap::account_renamed) return;
  mine.left_to_people |= what != mishap::pass_deleted;
  ++mine.losses;
  mine.calm_since_loss = {};
}

void promises::look() {
  const instant now = of_.now();
  const duration passed = now - looked_at_;
  const bool calm_now = of_.calm();
  // Time in which nothing ran is no calm time for whoever starts at its end.
  const bool calm = calm_now && was_calm_;
  was_calm_ = calm_now;
  looked_at_ = now;
  held_.pass(passed, calm, of_.decides.ended());
  hear_hr();
  for (std::size_t index = 0; index < truths_.size(); ++index) {
    remember(of_.plan.hires[index], truths_[index], passed, calm);
  }
  if (changes_seen_ == of_.changes && now < evaluated_at_ + evaluate_interval) return;
  changes_seen_ = of_.changes;
  evaluated_at_ = now;
  held_.begin_look();
  look_whose_accounts();
  one_account_each();
  colleagues_are_left_alone();
  secrets_open_passes();
  for (std::size_t index = 0; index < truths_.size(); ++index) {
    const hire_plan& one = of_.plan.hires[index];
    const hr_truth& truth = truths_[index];
    others_acts_stand(one);
    locked_out(one, truth);
    right_hour(one, truth);
    served(one, truth);
  }
  held_.end_look();
}

void promises::hear_hr() {
  if (words_heard_ == of_.told.size()) return;
  words_heard_ = of_.told.size();
  truths_.clear();
  for (const hire_plan& one : of_.plan.hires) truths_.push_back(of_.truth(one));
}

void promises::remember(const hire_plan& hire, const hr_truth& truth, duration passed, bool calm) {
  memory& mine = memories_[hire.number];
  const auto activation = of_.activation_of(truth);
  if (mine.losses > 0 && calm && activation && of_.now() < *activation) {
    mine.calm_since_loss += passed;
  }
  const duration calm_time = calm ? passed : duration(0);
  mine.closing.follow(truth.closed_at, calm_time, of_.now());
  mine.start.follow(truth.start_told_at, calm_time, of_.now());
}

void promises::hearing::follow(std::optional<instant> told, duration calm_time, instant now) {
  if (told_at != told) *this = {.told_at = told, .calm = {}, .known_at = {}};
  if (!told_at || known_at) return;
  calm += calm_time;
  if (calm >= heard_within) known_at = now;
}

std::optional<order_kind> promises::standing_order(const hire_plan& hire) const {
  std::optional<order_kind> standing;
  const auto given = of_.ordered.find(hire.number);
  if (given == of_.ordered.end()) return standing;
  for (const given_order& one : given->second) {
    if (one.kind == order_kind::release) standing.reset();
    if (one.kind == order_kind::hold && standing != order_kind::revoke) standing = one.kind;
    if (one.kind == order_kind::revoke) standing = one.kind;
  }
  return standing;
}

std::optional<instant> promises::revoked_at(const hire_plan& hire) const {
  if (standing_order(hire) != order_kind::revoke) return std::nullopt;
  std::optional<instant> last;
  for (const given_order& one : of_.ordered.at(hire.number)) {
    if (one.kind == order_kind::revoke) last = one.at;
  }
  return last;
}

bool promises::was_ordered(const hire_plan& hire, order_kind kind) const {
  const auto given = of_.ordered.find(hire.number);
  if (given == of_.ordered.end()) return false;
  return std::ranges::any_of(given->second,
                             [&](const given_order& one) { return one.kind == kind; });
}

void promises::look_at_end(life* running) {
  look();
  if (running == nullptr || !running->running()) {
    complain("liveness: the daemon does not run", 0, "after all mishaps have ended");
    return;
  }
  no_code_outside();
  waits_where_told();
  poison_is_shown(*running);
  rests_with_a_reason(*running);
}

}  // namespace daypass::simulation

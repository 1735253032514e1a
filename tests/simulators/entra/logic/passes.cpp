#include "simulators/entra/logic/passes.hpp"

namespace daypass::entra_simulator {

usability usability_of(directory_world& world, const user& whom, const pass& judged, moment at) {
  if (judged.once && judged.used_at) return {false, "OneTimeUsed"};
  if (at.graph >= judged.ends_at()) return {false, "Expired"};
  if (!world.policy.enabled || !world.in_policy_scope(whom, at)) return {false, "DisabledByPolicy"};
  if (at.graph < judged.starts_at) return {false, "NotYetValid"};
  return {true, "EnabledByPolicy"};
}

pass& issue_pass(directory_world& world, random_source& random, user& whom,
                 const pass_request& wanted, moment at, actor by) {
  if (whom.current) end_pass(world, whom, "replaced", at, by);
  pass made;
  made.id = random.guid();
  made.code = world.draw_code();
  made.created_at = at.graph;
  made.starts_at = wanted.starts_at;
  made.lifetime_minutes = wanted.lifetime_minutes;
  made.once = wanted.once;
  made.made_by = by;
  world.note(whom, at, by, "pass created", made.id);
  return whom.current.emplace(std::move(made));
}

void end_pass(directory_world& world, user& whom, std::string how, moment at, actor by) {
  pass& ended = *whom.current;
  ended.ended_at = at.graph;
  ended.ended_by = by;
  world.note(whom, at, by, "pass " + how, ended.id);
  ended.ended_how = std::move(how);
  whom.former.push_back(std::move(ended));
  whom.current.reset();
}

namespace {

std::string refusal(directory_world& world, const switches& set, const user* whom,
                    std::string_view code, moment at) {
  if (whom == nullptr) return "NoSuchAccount";
  if (whom->state != standing::live) return "AccountDeleted";
  if (!whom->enabled()) return "AccountDisabled";
  if (!whom->current) return "NoPass";
  if (whom->current->code != code) return "WrongCode";
  const usability judged = usability_of(world, *whom, *whom->current, at);
  if (!judged.usable) return std::string(judged.reason);
  if (at.graph < whom->current->created_at + set.pass_usable_lag) return "NotReplicated";
  return {};
}

}  // namespace

sign_in_result sign_in(directory_world& world, const switches& set, user* whom,
                       std::string_view code, moment at, bool consume) {
  const std::string refused = refusal(world, set, whom, code, at);
  const sign_in_result outcome{refused.empty(), refused.empty() ? "ok" : refused};
  if (!consume || whom == nullptr) return outcome;
  world.sign_ins.push_back({at.graph, whom->id, outcome.succeeded, outcome.reason});
  world.note(*whom, at, actor::user, "signed in with a pass", outcome.reason);
  if (outcome.succeeded) {
    whom->current->used_at = at.graph;
    ++whom->live_sessions;
  }
  return outcome;
}

}  // namespace daypass::entra_simulator

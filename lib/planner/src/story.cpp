#include "story.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace daypass::planner {
namespace {

std::string utc(instant at) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", std::chrono::floor<seconds>(at));
}

}  // namespace

story_line story_of(const outcome& happened, outcome_class meaning) {
  story_line line{fmt::format("{}", to_string(happened.done.kind)),
                  std::string(to_string(meaning))};
  if (const auto* why = std::get_if<error>(&happened.said)) line.detail += ": " + why->what;
  if (const auto* made = std::get_if<account_created>(&happened.said)) {
    line.detail += ": user " + made->id.text();
  }
  if (const auto* made = std::get_if<pass_issued>(&happened.said)) {
    line.detail += ": pass " + made->pass.id.text();
  }
  return line;
}

story_line story_of(const decision& verdict) {
  story_line line{std::string(to_string(verdict.where)), ""};
  if (verdict.why != reason::none) line.detail = to_string(verdict.why);
  if (verdict.ended != ending::none) line.detail = to_string(verdict.ended);
  return line;
}

story_line story_of(const step& intended) {
  story_line line{fmt::format("intent {}", to_string(intended.kind)), ""};
  if (intended.kind == step_kind::create_account) {
    line.detail = intended.attributes->user_principal_name;
  }
  if (intended.kind == step_kind::issue_pass) {
    line.detail =
        fmt::format("{} to {}{}", utc(intended.plan.start_at), utc(intended.plan.end_at()),
                    intended.plan.one_time ? ", one-time" : "");
  }
  return line;
}

}  // namespace daypass::planner

#include "story_facts.hpp"

#include <fmt/format.h>

namespace daypass::admin {

std::string zone_of(const hire_story& story) {
  if (story.facts.when) return story.facts.when->zone;
  const auto& plan = story.record.is.pass.plan;
  return plan ? plan->zone : std::string();
}

std::string standing_words(const onboarding& record) {
  const actual& is = record.is;
  std::string words(to_string(is.stands.where));
  if (is.ended != ending::none) return words + ": " + std::string(to_string(is.ended));
  if (is.stands.why != reason::none) return words + ": " + std::string(to_string(is.stands.why));
  return words;
}

std::string clock_words(const appointment& when) {
  const auto hour = when.time_of_day.count();
  return fmt::format(
      "{:02}:{:02} {} that day: {}", hour / 60, hour % 60,
      when.how == local_resolution::shifted_forward ? "doesn't exist" : "comes twice",
      when.how == local_resolution::shifted_forward ? "moved on by the gap"
                                                    : "the earlier one is meant");
}

}  // namespace daypass::admin

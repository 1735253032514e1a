#pragma once
// What would be done for a hire, and when, if every remote answered at once and as hoped: the
// planner itself, walked through to the end.

#include "daypass/domain/onboarding.hpp"
#include "daypass/domain/step.hpp"
#include "daypass/planner/policy.hpp"

#include <vector>

namespace daypass {

/// One step, at its time.
struct rehearsed_step {
  instant at{};
  step_kind kind{};
};

struct rehearsal {
  std::vector<rehearsed_step> steps;
  onboarding record;  ///< As it would stand in the end.
};

/// Begins at `now` with a record of which nothing was done yet. The hire is taken to register a
/// method half an hour after the pass became usable. Pure.
[[nodiscard]] rehearsal rehearse(onboarding record, const derived& facts,
                                 const planner::policy& rules, instant now);

}  // namespace daypass

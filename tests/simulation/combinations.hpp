#pragma once
// The simulation meets no combination of the planner's classes that can't be.

#include "daypass/domain/onboarding.hpp"
#include "daypass/planner/policy.hpp"
#include "daypass/ports/interpreter.hpp"
#include "daypass/ports/state_store.hpp"

#include <functional>
#include <memory>
#include <string>

namespace daypass::simulation {

/// Hears, in words, of a combination that is impossible by the planner's table.
using complaint = std::function<void(std::string what)>;

/// Looks at the record that a visit begins with and at the answer that it takes in, which its
/// history tells; then lets the change run.
[[nodiscard]] transition watched(transition change, std::shared_ptr<const interpreter> meaning,
                                 std::shared_ptr<const planner::policy> rules, instant now,
                                 complaint complain);

}  // namespace daypass::simulation

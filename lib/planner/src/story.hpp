#pragma once
// The words in which a hire's story is told to operators. Never a code.

#include "daypass/planner/classes.hpp"
#include "daypass/planner/visit.hpp"

namespace daypass::planner {

[[nodiscard]] story_line story_of(const outcome& happened, outcome_class meaning);
[[nodiscard]] story_line story_of(const decision& verdict);
[[nodiscard]] story_line story_of(const step& intended);

}  // namespace daypass::planner

#pragma once
// The one place where it is decided what to do next for a hire.

#include "daypass/domain/step.hpp"
#include "daypass/planner/situation.hpp"

#include <optional>
#include <vector>

namespace daypass::planner {

/// What may start now and when to look again.
struct decision {
  std::vector<step> effects;    ///< Revocation effects: beside a forward step, and each other.
  std::optional<step> forward;  ///< At most one.
  instant look_again_at = never;
  bool urgent = false;  ///< Before all other work at every queue.
  standing where = standing::waiting;
  reason why = reason::none;
  ending ended = ending::none;
};

/// Pure: the same situation gives the same decision. Never names a step that is running. A forward
/// step is named although another one runs elsewhere only after that one was answered.
[[nodiscard]] decision decide(const situation& at);

}  // namespace daypass::planner

#pragma once
// A representative answer for every class of outcome.

#include "unit/planner/sample.hpp"

#include "daypass/domain/outcome.hpp"

namespace daypass::planner {

/// The step of this kind as it was started a second ago, and in flight: number 7.
[[nodiscard]] step put_in_flight(sample& of, step_kind kind);

/// An answer to `done` that falls into this class; makes the sample's account young where only
/// that makes it so.
[[nodiscard]] outcome answer_of(sample& of, const step& done, outcome_class meaning);

/// A failure as a port gives it.
[[nodiscard]] error failed(failure kind, refusal code, failure_scope scope = failure_scope::hire);

}  // namespace daypass::planner

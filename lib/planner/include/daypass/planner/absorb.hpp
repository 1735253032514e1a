#pragma once
// What follows for the record from an intent, an answer, and the passing of time.

#include "daypass/domain/outcome.hpp"
#include "daypass/planner/situation.hpp"

#include <cstdint>

namespace daypass::planner {

/// Stores the intent of a step before it is sent: what a repeat must keep the same, and that an
/// effect may come of it. Steps without intent change nothing but the step number.
[[nodiscard]] actual intend(const situation& at, const step& next);

/// Folds in what happened. `random`: 64 uniform bits, for jitter. Pure; `version` is not touched.
[[nodiscard]] actual absorb(const situation& at, const outcome& happened, std::uint64_t random);

/// The UPN that is to be reserved is reserved by another hire of ours: the next number. An account
/// that is known keeps the name that is `stored`, and one that is not is not adopted.
[[nodiscard]] actual absorb_name_taken(const situation& at, const account_state& stored);

/// Folds in the hour and what is new from HR and operators: attempts that vanished in a crash stay
/// open for their time, those whose time has passed are closed and what they may have undone is to
/// be confirmed again; a new order or event clears what it answers.
[[nodiscard]] actual reconcile(const situation& at);

}  // namespace daypass::planner

#pragma once
// Events, and the simplest meaning of them: what the contracts of the state are told with.

#include "daypass/ports/state_store.hpp"

#include <string>

namespace daypass::contract {

[[nodiscard]] inline hire_key key_of(const std::string& id) {
  return {"p", id};
}

/// 2026-01-05 08:00 UTC and so many minutes.
[[nodiscard]] instant at(int minute);

/// An event for hire `id` of population "p", arrived at at(0). `revision` makes its event id.
[[nodiscard]] hire_event event_of(const std::string& id, std::int64_t revision,
                                  event_kind kind = event_kind::announced);

/// The item that carries it, at the next offset of partition 0 of topic "hires".
[[nodiscard]] intake_item item_of(hire_event event, std::int64_t offset = 0);

/// Folds by revision alone: higher than all before changes `department` and the version, due when
/// it arrived, urgent for a rescission; a lower one changes nothing. Writes "event KIND".
[[nodiscard]] folded simple_fold(const onboarding* before, const hire_event& event);

/// Leaves everything as it is but for the due time.
[[nodiscard]] transition due_again(instant when);

}  // namespace daypass::contract

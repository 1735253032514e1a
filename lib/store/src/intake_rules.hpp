#pragma once
// What recording a batch means, whichever database keeps it.

#include "daypass/ports/state_store.hpp"

#include <vector>

namespace daypass::store {

/// Keeps the first of each.
void remove_repeats(std::vector<hire_key>& list);

/// Where each partition stands after the batch.
[[nodiscard]] std::vector<position> last_positions(const std::vector<intake_item>& items);

/// An event that the database refuses, as the quarantine keeps it.
[[nodiscard]] quarantined_event refused_event(const intake_item& item, const error& why);

/// The line of the story when an id comes with another digest.
[[nodiscard]] history_entry reuse_of(const event_id& id, instant at);

/// Intake brings a record forward and never postpones it, nor takes its urgency.
[[nodiscard]] schedule merged(const schedule& before, const schedule& after);

}  // namespace daypass::store

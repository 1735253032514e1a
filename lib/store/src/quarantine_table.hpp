#pragma once
// The table `quarantine`: records that can't be used, kept whole, and the outbox of their copies.

#include "database.hpp"

#include "daypass/ports/state_store.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace daypass::store {

/// Adds a record. False: the very same record of this cluster is there already.
bool add_quarantined(database& db, const quarantined_event& added, const std::string& cluster);

/// The newest first.
[[nodiscard]] std::vector<quarantined_event> read_quarantine(database& db, std::size_t max);

/// Those with a number above `after` whose copy is not delivered yet, the oldest first.
[[nodiscard]] std::vector<quarantined_event> read_undelivered(database& db, std::uint64_t after,
                                                              std::size_t max);

/// Takes away those that were quarantined before, the oldest first; how many.
std::uint64_t purge_quarantine(database& db, instant before, std::size_t max);

void mark_delivered(database& db, const std::vector<std::uint64_t>& numbers);

}  // namespace daypass::store

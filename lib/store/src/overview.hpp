#pragma once
// What operators read: lists and counts. Used by the store and by the read-only reader.

#include "database.hpp"

#include "daypass/ports/state_store.hpp"

#include <vector>

namespace daypass::store {

/// In the order of the keys.
[[nodiscard]] std::vector<listed_onboarding> read_list(database& db, const list_filter& filter);

[[nodiscard]] state_totals read_totals(database& db, instant now);

}  // namespace daypass::store

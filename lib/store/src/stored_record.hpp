#pragma once
// A record as both states keep it: the port's words, and what lies beside them in columns.

#include "daypass/domain/onboarding.hpp"
#include "daypass/ports/state_store.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace daypass::store {

/// A record with what the port does not show of it.
struct stored_record {
  std::int64_t number = 0;  ///< Of its row.
  onboarding record;
  schedule due;
};

/// The text under which a UPN is reserved: Entra compares them without case (ASCII alone is
/// allowed in them).
[[nodiscard]] std::string folded_upn(const actual& is);

/// The same as a column has it: nothing while none is reserved.
[[nodiscard]] std::optional<std::string> stored_upn(const actual& is);

/// Nothing when nothing is due.
[[nodiscard]] std::optional<instant> stored_due(const schedule& due);

/// The pass is where its readers find it, and right.
[[nodiscard]] bool verified(const actual& is);

/// Puts what a transition gave into the record: its version grows by one, and one that is under way
/// and due as early and urgently keeps its schedule. Takes `after.is` away and gives what was so.
actual apply(recording& after, stored_record& record);

/// Puts an order with its number into the record, which is due at once, and urgently for a revoke.
/// Gives the line of the story that tells it.
history_entry apply(const order& given, stored_record& record);

}  // namespace daypass::store

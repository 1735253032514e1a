#pragma once
// The schema, as numbered steps that are never edited once released.

#include "daypass/base/error.hpp"

#include <cstdint>

namespace daypass::store {

class database;

/// The schema number that this build writes and reads.
[[nodiscard]] std::int64_t newest_schema();

/// Brings an empty or older database to the newest schema, each step in its own transaction. A
/// database of a newer build is refused, and so is one that is not ours. A repeat does nothing.
[[nodiscard]] result<void> migrate(database& db);

/// For readers: the database has exactly this build's schema.
[[nodiscard]] result<void> require_schema(database& db);

}  // namespace daypass::store

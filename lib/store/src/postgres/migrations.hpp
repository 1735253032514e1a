#pragma once
// Bringing a database to this build's schema.

#include "connection.hpp"

#include <cstdint>
#include <string>

namespace daypass::store::postgres {

/// The schema number that this build writes and reads.
[[nodiscard]] std::int64_t newest_schema();

/// Makes the schema when it is absent, or brings an older one up, each step in a transaction of its
/// own, behind an advisory lock that the migrations of others wait for. A newer build's schema is
/// used if it says that this build may. A repeat does nothing.
boost::asio::awaitable<outcome<void>> migrate(connection* on, std::string schema);

/// For readers: it is this build's, or one that this build may use.
boost::asio::awaitable<outcome<void>> require_schema(connection* on);

}  // namespace daypass::store::postgres

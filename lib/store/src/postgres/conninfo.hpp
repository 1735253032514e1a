#pragma once
// A connection's settings as libpq takes them.

#include "connection.hpp"

#include <string>
#include <utility>
#include <vector>

namespace daypass::store::postgres {

/// Keywords and values (libpq: "Parameter Key Words"), each of which the environment or a file of
/// the user's could set otherwise; the password is not among them.
[[nodiscard]] std::vector<std::pair<const char*, std::string>> conninfo_of(
    const postgres_settings& from, const server_place& place, purpose why);

/// Begins to connect. libpq copies the password, and keeps it until the connection is finished; the
/// copy made for it here is wiped. Null without memory.
[[nodiscard]] pg_conn* start_connecting(
    const std::vector<std::pair<const char*, std::string>>& conninfo, const secret_text& password);

}  // namespace daypass::store::postgres

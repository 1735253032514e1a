#pragma once
// A PostgreSQL server for a test program: started at its first use, ended with the program.

#include "daypass/store/postgres_settings.hpp"

#include <string>

namespace daypass::support {

/// Settings for a state of its own on this program's server: a schema that nobody has used. Leases
/// and deadlines are short. Throws when no server can be started.
[[nodiscard]] store::postgres_settings fresh_postgres();

/// Runs SQL on that server as its superuser, and gives the first column of the first row; throws
/// when it is refused. `schema` is searched first.
std::string ask_postgres(const std::string& schema, const std::string& sql);

}  // namespace daypass::support

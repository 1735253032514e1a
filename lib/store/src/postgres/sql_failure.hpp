#pragma once
// What PostgreSQL says when it refuses, as errors of the port.

#include "daypass/base/error.hpp"
#include "daypass/ports/state_store.hpp"

#include <expected>
#include <string>

struct pg_result;

namespace daypass::store::postgres {

/// Why a statement, or the connection, failed.
struct sql_failure {
  error why;
  bool again = false;  ///< Another's transaction was in the way: the same one may be run again.
  bool lost = false;   ///< The connection can't be used any more.
};

template <typename T>
using outcome = std::expected<T, sql_failure>;

/// Of a refused statement, by its SQLSTATE (PostgreSQL: "Error Codes"). Its words are the primary
/// message alone: DETAIL shows values of rows.
[[nodiscard]] sql_failure failure_of(const pg_result* refused);

/// Of a connection that broke, was given up or could not be made.
[[nodiscard]] sql_failure lost_connection(std::string what);

/// A row that is not what we write.
[[nodiscard]] sql_failure damaged(const std::string& where);

/// A failure of the port's own vocabulary.
[[nodiscard]] sql_failure plain(failure kind, state_errc code, std::string what,
                                failure_scope scope = failure_scope::hire);

}  // namespace daypass::store::postgres

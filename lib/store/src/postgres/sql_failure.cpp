#include "sql_failure.hpp"

#include <libpq-fe.h>

#include <string_view>
#include <utility>

namespace daypass::store::postgres {
namespace {

std::string_view part(const pg_result* refused, int which) {
  const char* text = PQresultErrorField(refused, which);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

/// Two made the same row at once: seen again, it is there. Or they waited for each other.
bool is_race(std::string_view state, std::string_view constraint) {
  if (state == "23505") return constraint != "quarantine_pkey";
  return state == "40001" || state == "40P01";
}

/// Of the server's own, and not of what was asked.
bool ends_connection(std::string_view state) {
  return state.starts_with("08") || state == "57P01" || state == "57P02" || state == "57P03" ||
         state == "25006";  // Read only: it is no primary any more.
}

}  // namespace

sql_failure plain(failure kind, state_errc code, std::string what, failure_scope scope) {
  return {.why = {kind, scope, make_error_code(code), std::move(what), std::nullopt}};
}

sql_failure failure_of(const pg_result* refused) {
  const std::string_view state = part(refused, PG_DIAG_SQLSTATE);
  const std::string_view constraint = part(refused, PG_DIAG_CONSTRAINT_NAME);
  std::string what = "state: PostgreSQL: " + std::string(part(refused, PG_DIAG_MESSAGE_PRIMARY));
  what += " (" + std::string(state) + ")";
  if (state == "23505" && constraint == "hires_upn") {
    return plain(failure::permanent, state_errc::name_taken, std::move(what));
  }
  if (is_race(state, constraint)) {
    auto race = plain(failure::retryable, state_errc::busy, std::move(what), failure_scope::lane);
    race.again = true;
    return race;
  }
  const std::string_view group = state.substr(0, 2);
  if (group == "22" || group == "23" || group == "54") {
    return plain(failure::defect, state_errc::refused, std::move(what));
  }
  auto code = state_errc::io;
  if (state == "55P03" || state == "57014") code = state_errc::busy;
  if (state == "53100") code = state_errc::full;
  auto failed = plain(failure::retryable, code, std::move(what), failure_scope::lane);
  failed.lost = ends_connection(state);
  return failed;
}

sql_failure lost_connection(std::string what) {
  auto failed = plain(failure::retryable, state_errc::io, "state: PostgreSQL: " + std::move(what),
                      failure_scope::lane);
  failed.lost = true;
  return failed;
}

sql_failure damaged(const std::string& where) {
  return plain(failure::defect, state_errc::refused, "state: unreadable row in " + where);
}

}  // namespace daypass::store::postgres

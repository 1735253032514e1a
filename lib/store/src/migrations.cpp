#include "migrations.hpp"

#include "database.hpp"
#include "schema.hpp"

#include "daypass/domain/reason.hpp"
#include "daypass/ports/state_store.hpp"

#include <array>
#include <string>

namespace daypass::store {
namespace {

const std::array<const char*, 1> steps = {schema_0001};

// "daypass" on a telephone, cut to 32 bits: PRAGMA application_id tells our files from others'.
constexpr std::int64_t application_id = 329'727;

std::unexpected<error> refuse(std::string what) {
  return fail(failure::permanent, state_errc::refused, std::move(what), failure_scope::lane);
}

result<std::int64_t> schema_of(database& db) {
  const std::int64_t application = db.integer("PRAGMA application_id");
  const std::int64_t number = db.integer("PRAGMA user_version");
  const std::int64_t tables = db.integer("SELECT count(*) FROM sqlite_schema");
  if (db.failed()) return std::unexpected(db.take_failure());
  if (application != application_id && (application != 0 || tables != 0)) {
    return refuse("this is not a daypass state database");
  }
  if (number > newest_schema()) {
    return refuse("the state has schema " + std::to_string(number) +
                  ", made by a newer daypassd; " + "this one knows up to " +
                  std::to_string(newest_schema()));
  }
  return number;
}

// The names that hires.reason may have: a new reason needs no migration.
void list_reasons(database& db) {
  statement insert(db, "INSERT OR IGNORE INTO reasons VALUES (?)");
  for (std::uint8_t number = 0; number < reason_count; ++number) {
    insert.with(to_string(static_cast<reason>(number))).execute();
  }
}

}  // namespace

std::int64_t newest_schema() {
  return static_cast<std::int64_t>(steps.size());
}

result<void> migrate(database& db) {
  const auto found = schema_of(db);
  if (!found) return std::unexpected(found.error());
  for (auto number = *found; number < newest_schema(); ++number) {
    db.run("BEGIN IMMEDIATE");
    db.run(steps[static_cast<std::size_t>(number)]);
    db.run("PRAGMA application_id = " + std::to_string(application_id));
    db.run("PRAGMA user_version = " + std::to_string(number + 1));
    db.run("COMMIT");
    if (!db.failed()) continue;
    const error failure = db.take_failure();
    if (db.in_transaction()) db.run("ROLLBACK");
    return std::unexpected(failure);
  }
  db.run("BEGIN IMMEDIATE");
  list_reasons(db);
  db.run("COMMIT");
  if (db.failed()) return std::unexpected(db.take_failure());
  return {};
}

result<void> require_schema(database& db) {
  const auto found = schema_of(db);
  if (!found) return std::unexpected(found.error());
  if (*found == newest_schema()) return {};
  return refuse("the state has schema " + std::to_string(*found) + ", this program reads " +
                std::to_string(newest_schema()) + ": start the daemon once to bring it up");
}

}  // namespace daypass::store

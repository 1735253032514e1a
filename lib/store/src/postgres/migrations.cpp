#include "migrations.hpp"

#include "schema.hpp"

#include <boost/asio/this_coro.hpp>

#include <array>

namespace daypass::store::postgres {
namespace {

namespace asio = boost::asio;

const std::array<const char*, 1> steps = {schema_0001};

/// "daypass" on a telephone: the advisory locks' key that tells ours from others' in this database;
/// the schema's name is the other half.
const statement lock{"SELECT pg_advisory_lock(3297277, hashtext(current_setting('search_path')))"};
const statement unlock{
    "SELECT pg_advisory_unlock(3297277, hashtext(current_setting('search_path')))"};
const statement look_for_table{
    "SELECT count(*) FROM pg_catalog.pg_tables"
    " WHERE schemaname = current_schema() AND tablename = 'schema_version'"};
const statement read_version{"SELECT number, usable_from FROM schema_version"};

/// The oldest build's schema that can still work beside each step: what a rolling upgrade needs.
const std::array<std::int64_t, 1> usable_from = {1};

sql_failure refuse(std::string what) {
  return plain(failure::permanent, state_errc::refused, std::move(what), failure_scope::lane);
}

asio::awaitable<outcome<replies>> ask(connection* on, const statement* what) {
  co_await asio::this_coro::throw_if_cancelled(false);
  questions asked;
  asked.push_back({what, {}});
  co_return co_await on->run(std::move(asked));
}

asio::awaitable<outcome<std::int64_t>> schema_of(connection* on) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto there = co_await ask(on, &look_for_table);
  if (!there) co_return std::unexpected(there.error());
  if (there->front().integer(0, 0) == 0) co_return 0;
  const auto read = co_await ask(on, &read_version);
  if (!read) co_return std::unexpected(read.error());
  const std::int64_t number = read->front().integer(0, 0);
  if (read->front().integer(0, 1) > newest_schema()) {
    co_return std::unexpected(refuse("the state has schema " + std::to_string(number) +
                                     ", made by a newer daypassd; " + "this one knows up to " +
                                     std::to_string(newest_schema())));
  }
  co_return number;
}

std::string script_of(std::int64_t number, const std::string& schema) {
  std::string sql = "BEGIN;";
  if (number == 0) {
    sql += "CREATE SCHEMA IF NOT EXISTS " + schema + ";";
    sql += "CREATE TABLE schema_version (number bigint NOT NULL, usable_from bigint NOT NULL);";
    sql += "INSERT INTO schema_version VALUES (0, 0);";
  }
  sql += steps[static_cast<std::size_t>(number)];
  sql += ";UPDATE schema_version SET number = " + std::to_string(number + 1);
  sql += ", usable_from = " + std::to_string(usable_from[static_cast<std::size_t>(number)]);
  sql += ";COMMIT;";
  return sql;
}

asio::awaitable<outcome<void>> migrate_locked(connection* on, std::string schema) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto found = co_await schema_of(on);
  if (!found) co_return std::unexpected(found.error());
  for (auto number = *found; number < newest_schema(); ++number) {
    const auto done = co_await on->script(script_of(number, schema));
    if (done) continue;
    co_await on->script("ROLLBACK");
    co_return done;
  }
  co_return outcome<void>{};
}

}  // namespace

std::int64_t newest_schema() {
  return static_cast<std::int64_t>(steps.size());
}

asio::awaitable<outcome<void>> migrate(connection* on, std::string schema) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (const auto held = co_await ask(on, &lock); !held) co_return std::unexpected(held.error());
  auto done = co_await migrate_locked(on, std::move(schema));
  co_await ask(on, &unlock);
  co_return done;
}

asio::awaitable<outcome<void>> require_schema(connection* on) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto found = co_await schema_of(on);
  if (!found) co_return std::unexpected(found.error());
  if (*found >= newest_schema()) co_return outcome<void>{};
  co_return std::unexpected(refuse("the state has schema " + std::to_string(*found) +
                                   ", this program reads " + std::to_string(newest_schema()) +
                                   ": start the daemon once to bring it up"));
}

}  // namespace daypass::store::postgres

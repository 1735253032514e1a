#include "leasing.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace daypass::store::postgres {
namespace {

namespace asio = boost::asio;

enum class choice : std::uint8_t { urgent, any, one_lane };

constexpr const char* urgent_ones =
    "(SELECT hire FROM schedules s WHERE urgent AND due_at <= $1"
    " AND NOT EXISTS (SELECT FROM leases l WHERE l.hire = s.hire)"
    " ORDER BY due_at, activation_at, hire LIMIT $2)";

std::string calm_ones(bool one_lane) {
  std::string sql = "(SELECT hire FROM schedules s WHERE NOT urgent AND due_at <= $1";
  if (one_lane) sql += " AND lane = $5::text";
  return sql +
         " AND NOT EXISTS (SELECT FROM leases l WHERE l.hire = s.hire)"
         " ORDER BY activation_at, due_at, hire LIMIT $2)";
}

/// Chooses in the order of leasing, locks in the order of numbers (as all do who lock several), and
/// looks again at what it has locked. The lock on our own row of `members` keeps those who would
/// take us for dead from doing so in the midst.
std::string claim_sql(choice which, bool wait) {
  std::string sql = "WITH candidates AS MATERIALIZED (SELECT hire FROM (";
  sql += urgent_ones;
  if (which != choice::urgent) sql += " UNION ALL " + calm_ones(which == choice::one_lane);
  sql +=
      ") c LIMIT $2), me AS MATERIALIZED (SELECT FROM members WHERE member = $3 FOR KEY SHARE),"
      " free AS MATERIALIZED (SELECT s.hire FROM schedules s"
      " WHERE s.hire IN (SELECT hire FROM candidates) AND s.due_at <= $1";
  if (which == choice::urgent) sql += " AND s.urgent";
  if (which == choice::one_lane) sql += " AND (s.urgent OR s.lane = $5::text)";
  sql += " AND EXISTS (SELECT FROM me) ORDER BY s.hire FOR UPDATE OF s";
  if (!wait) sql += " SKIP LOCKED";
  return sql +
         "), taken AS (INSERT INTO leases (hire, holder, token, claim)"
         " SELECT hire, $3, nextval('lease_tokens'), $4 FROM free"
         " ON CONFLICT (hire) DO NOTHING RETURNING hire)"
         " SELECT (SELECT count(*) FROM candidates), (SELECT count(*) FROM taken)";
}

const statement* claim_statement(choice which, bool wait) {
  static const auto texts = [] {
    std::array<std::array<std::string, 2>, 3> made;
    for (std::size_t kind = 0; kind < made.size(); ++kind) {
      for (const bool waits : {false, true}) {
        made[kind][waits ? 1 : 0] = claim_sql(static_cast<choice>(kind), waits);
      }
    }
    return made;
  }();
  static const auto statements = [] {
    std::array<std::array<statement, 2>, 3> made{};
    for (std::size_t kind = 0; kind < made.size(); ++kind) {
      for (std::size_t waits = 0; waits < 2; ++waits)
        made[kind][waits].sql = texts[kind][waits].c_str();
    }
    return made;
  }();
  return &statements[static_cast<std::size_t>(which)][wait ? 1 : 0];
}

const statement read_claimed{
    "SELECT " DAYPASS_RECORD_COLUMNS
    ", l.token FROM leases l JOIN hires h ON h.number = l.hire JOIN schedules s ON s.hire = l.hire"
    " WHERE l.holder = $1 AND l.claim = $2"
    " ORDER BY s.urgent DESC, CASE WHEN s.urgent THEN s.due_at END, s.activation_at, s.due_at,"
    " s.hire"};
const statement end_lease{
    "DELETE FROM leases l USING unnest($1::bigint[], $2::bigint[]) u(hire, token)"
    " WHERE l.hire = u.hire AND l.token = u.token"};
const statement end_unknown{"DELETE FROM leases WHERE holder = $1 AND token <> ALL ($2::bigint[])"};
const statement next_due{
    "SELECT due_at FROM schedules s WHERE due_at > $1"
    " AND NOT EXISTS (SELECT FROM leases l WHERE l.hire = s.hire) ORDER BY due_at LIMIT 1"};

const statement park_hire{"UPDATE hires SET standing = 'parked', since = $2 WHERE number = $1"};
const statement unschedule{"UPDATE schedules SET due_at = NULL WHERE hire = $1"};
const statement tell_unreadable{
    "INSERT INTO history (hire, line, at, what, detail, count)"
    " SELECT $1, coalesce(max(line), 0) + 1, $2, 'record unreadable',"
    " 'restore the state from a backup', 1 FROM history WHERE hire = $1"};
const statement unlease{"DELETE FROM leases WHERE hire = $1"};

asio::awaitable<outcome<void>> run_one(session* on, const statement* what, parameters with) {
  co_await asio::this_coro::throw_if_cancelled(false);
  questions asked;
  asked.push_back({what, std::move(with)});
  const auto given = co_await on->run(std::move(asked));
  if (!given) co_return std::unexpected(given.error());
  co_return outcome<void>{};
}

}  // namespace

asio::awaitable<outcome<claimed>> claim_due(session* on, lease_request request, claimant who,
                                            bool wait) {
  co_await asio::this_coro::throw_if_cancelled(false);
  auto which = request.only_lane ? choice::one_lane : choice::any;
  if (request.urgent_only) which = choice::urgent;
  parameters with = parameters::of(request.now, request.max, who.member, who.claim);
  if (which == choice::one_lane) with.add(to_string(*request.only_lane));
  questions asked;
  asked.push_back({claim_statement(which, wait), std::move(with)});
  asked.push_back({&read_claimed, parameters::of(who.member, who.claim)});
  const auto given = co_await on->run(std::move(asked));
  if (!given) co_return std::unexpected(given.error());
  const reply& counts = given->front();
  const reply& rows = given->back();
  claimed got;
  got.passed_over = static_cast<std::size_t>(counts.integer(0, 0) - counts.integer(0, 1));
  for (int row = 0; row < rows.rows(); ++row) {
    auto record = record_in(rows, row);
    if (!record) {
      got.unreadable.push_back(rows.integer(row, 0));
      continue;
    }
    got.records.push_back(std::move(*record));
    got.tokens.push_back(static_cast<std::uint64_t>(rows.integer(row, record_columns)));
  }
  co_return got;
}

asio::awaitable<outcome<bool>> park_unreadable(transaction* in, std::int64_t number, instant now) {
  co_await asio::this_coro::throw_if_cancelled(false);
  questions asked;
  asked.push_back({&park_hire, parameters::of(number, now)});
  asked.push_back({&unschedule, parameters::of(number)});
  asked.push_back({&tell_unreadable, parameters::of(number, now)});
  asked.push_back({&unlease, parameters::of(number)});
  const auto written = co_await in->run(std::move(asked));
  if (!written) co_return std::unexpected(written.error());
  const auto done = co_await in->commit({});
  if (!done) co_return std::unexpected(done.error());
  co_return true;
}

asio::awaitable<outcome<void>> end_leases(session* on, std::vector<held_leases::entry> ended) {
  column hires(element::integer);
  column tokens(element::integer);
  for (const auto& one : ended) {
    hires.add(one.number);
    tokens.add(static_cast<std::int64_t>(one.token));
  }
  return run_one(on, &end_lease, parameters::of(hires, tokens));
}

asio::awaitable<outcome<void>> end_unknown_leases(connection* on, std::int64_t member,
                                                  std::vector<held_leases::entry> known) {
  co_await asio::this_coro::throw_if_cancelled(false);
  column tokens(element::integer);
  for (const auto& one : known) tokens.add(static_cast<std::int64_t>(one.token));
  questions asked;
  asked.push_back({&end_unknown, parameters::of(member, tokens)});
  const auto given = co_await on->run(std::move(asked));
  if (!given) co_return std::unexpected(given.error());
  co_return outcome<void>{};
}

asio::awaitable<outcome<std::optional<instant>>> read_next_due(session* on, instant after) {
  co_await asio::this_coro::throw_if_cancelled(false);
  questions asked;
  asked.push_back({&next_due, parameters::of(after)});
  const auto given = co_await on->run(std::move(asked));
  if (!given) co_return std::unexpected(given.error());
  if (given->front().rows() == 0) co_return std::nullopt;
  co_return given->front().at(0, 0);
}

}  // namespace daypass::store::postgres

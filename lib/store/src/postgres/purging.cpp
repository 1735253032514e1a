#include "purging.hpp"

#include "codec.hpp"
#include "quarantine_rows.hpp"
#include "rows.hpp"
#include "tombstone_hash.hpp"

#include "daypass/domain/tombstone.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace daypass::store::postgres {
namespace {

namespace asio = boost::asio;

// Locked in the order of numbers, as all do who lock several.
const statement lock_rested{
    "WITH rested AS MATERIALIZED (SELECT h.number FROM hires h"
    " JOIN schedules s ON s.hire = h.number"
    " WHERE (h.standing = 'settled' OR (h.standing = 'parked' AND h.reason = 'established'))"
    " AND h.since < $1 AND s.due_at IS NULL"
    " AND NOT EXISTS (SELECT FROM leases l WHERE l.hire = h.number)"
    " ORDER BY h.since, h.number LIMIT $2)"
    " SELECT " DAYPASS_RECORD_COLUMNS
    " FROM hires h JOIN schedules s ON s.hire = h.number"
    " WHERE h.number IN (SELECT number FROM rested) AND s.due_at IS NULL"
    " AND (h.standing = 'settled' OR (h.standing = 'parked' AND h.reason = 'established'))"
    " AND h.since < $1 ORDER BY h.number FOR UPDATE OF h, s SKIP LOCKED"};
// One after the other: what is locked above may have been leased just before.
const statement delete_hires{
    "DELETE FROM hires h USING unnest($1::bigint[]) u(number) WHERE h.number = u.number"};
const statement delete_schedules{
    "DELETE FROM schedules s USING unnest($1::bigint[]) u(number) WHERE s.hire = u.number"};
const statement delete_history{
    "DELETE FROM history t USING unnest($1::bigint[]) u(number) WHERE t.hire = u.number"};
const statement put_tombstones{
    "INSERT INTO tombstones (hash, purged_at, stamps)"
    " SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::text[])"
    " ON CONFLICT (hash) DO UPDATE SET purged_at = excluded.purged_at, stamps = excluded.stamps"};
const statement leased_among{
    "SELECT l.hire FROM unnest($1::bigint[]) u(number) JOIN leases l ON l.hire = u.number"};
const statement delete_seen{
    "DELETE FROM seen_events WHERE number IN (SELECT number FROM"
    " (SELECT number, max(received_at) OVER (ORDER BY number) AS latest FROM"
    "  (SELECT number, received_at FROM seen_events ORDER BY number LIMIT $2) f) o"
    " WHERE latest < $1)"};

struct rested_hires {
  column numbers{element::integer};
  column hashes{element::bytes};
  column purged_at{element::integer};
  column stamps{element::text};
};

asio::awaitable<outcome<rested_hires>> choose(transaction* in, purge_request request,
                                              std::string tombstone_key) {
  co_await asio::this_coro::throw_if_cancelled(false);
  questions asked;
  asked.push_back({&lock_rested, parameters::of(request.before, request.max)});
  const auto given = co_await in->run(std::move(asked));
  if (!given) co_return std::unexpected(given.error());
  const reply& rows = given->front();
  column candidates(element::integer);
  for (int row = 0; row < rows.rows(); ++row) candidates.add(rows.integer(row, 0));
  asked.clear();
  asked.push_back({&leased_among, parameters::of(candidates)});
  const auto leased = co_await in->run(std::move(asked));
  if (!leased) co_return std::unexpected(leased.error());
  std::vector<std::int64_t> kept;
  kept.reserve(static_cast<std::size_t>(leased->front().rows()));
  for (int row = 0; row < leased->front().rows(); ++row) {
    kept.push_back(leased->front().integer(row, 0));
  }
  rested_hires chosen;
  for (int row = 0; row < rows.rows(); ++row) {
    const auto record = record_in(rows, row);
    // A row that can't be read waits for a person.
    if (!record || std::ranges::find(kept, record->number) != kept.end()) continue;
    chosen.numbers.add(record->number);
    chosen.hashes.add(tombstone_hash(tombstone_key, record->record.key));
    chosen.purged_at.add(request.now);
    chosen.stamps.add(encode(tombstone_of(record->record.wants)));
  }
  co_return chosen;
}

}  // namespace

asio::awaitable<outcome<purge_receipt>> purge_rested(transaction* in, purge_request request,
                                                     std::string tombstone_key) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto chosen = co_await choose(in, request, std::move(tombstone_key));
  if (!chosen) co_return std::unexpected(chosen.error());
  questions asked;
  asked.push_back(
      {&put_tombstones, parameters::of(chosen->hashes, chosen->purged_at, chosen->stamps)});
  for (const statement* what : {&delete_hires, &delete_schedules, &delete_history}) {
    asked.push_back({what, parameters::of(chosen->numbers)});
  }
  asked.push_back({&delete_seen, parameters::of(request.before, request.max)});
  asked.push_back(purge_quarantine(request.before, request.max));
  const auto given = co_await in->run(std::move(asked));
  if (!given) co_return std::unexpected(given.error());
  purge_receipt receipt;
  receipt.hires = (*given)[1].changed();
  receipt.event_ids = (*given)[4].changed();
  receipt.quarantined = (*given)[5].changed();
  receipt.done = receipt.hires < request.max && receipt.event_ids < request.max &&
                 receipt.quarantined < request.max;
  const auto durable = co_await in->commit({});
  if (!durable) co_return std::unexpected(durable.error());
  co_return receipt;
}

}  // namespace daypass::store::postgres

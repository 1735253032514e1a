#include "quarantine_rows.hpp"

#include "header_bytes.hpp"
#include "utf8.hpp"

#include <boost/asio/this_coro.hpp>

#include <utility>

namespace daypass::store::postgres {
namespace {

namespace asio = boost::asio;

const statement insert_quarantined{
    "INSERT INTO quarantine (cluster, topic, part, record_offset, key, value, full_digest, headers,"
    " produced_at, received_at, code, what, at, delivered)"
    " SELECT $1::text, $2::text, $3::bigint, $4::bigint, $5::bytea, $6::bytea, $7::text, $8::bytea,"
    " $9::bigint, $10::bigint, $11::text, $12::text, $13::bigint, $14::boolean"
    " WHERE NOT EXISTS (SELECT FROM quarantine WHERE topic = $2 AND part = $3 AND"
    " record_offset = $4 AND cluster = $1 AND produced_at = $9 AND key IS NOT DISTINCT FROM $5"
    " AND value IS NOT DISTINCT FROM $6)"};

#define DAYPASS_QUARANTINE_COLUMNS                                                            \
  "SELECT number, topic, part, record_offset, key, value, full_digest, headers, produced_at," \
  " received_at, code, what, at, delivered FROM quarantine "
const statement newest_quarantined{DAYPASS_QUARANTINE_COLUMNS "ORDER BY number DESC LIMIT $1"};
const statement undelivered{DAYPASS_QUARANTINE_COLUMNS
                            "WHERE NOT delivered AND number > $1 ORDER BY number LIMIT $2"};
#undef DAYPASS_QUARANTINE_COLUMNS

const statement delete_quarantined{
    "DELETE FROM quarantine WHERE number IN (SELECT number FROM quarantine WHERE at < $1"
    " ORDER BY at, number LIMIT $2 FOR UPDATE SKIP LOCKED)"};
const statement mark{
    "UPDATE quarantine SET delivered = true WHERE number = ANY ($1::bigint[]) AND NOT delivered"};

quarantined_event quarantined_in(const reply& from, int row) {
  quarantined_event read;
  read.number = static_cast<std::uint64_t>(from.integer(row, 0));
  read.raw.partition = {std::string(from.text(row, 1)),
                        static_cast<std::int32_t>(from.integer(row, 2))};
  read.raw.offset = from.integer(row, 3);
  read.raw.key = from.optional_text(row, 4);
  read.raw.value = from.optional_text(row, 5);
  read.full_digest = from.optional_text(row, 6);
  read.raw.headers = unpacked(from.text(row, 7));
  read.raw.produced_at = instant(duration(from.integer(row, 8)));
  read.raw.received_at = instant(duration(from.integer(row, 9)));
  read.code = from.text(row, 10);
  read.what = from.text(row, 11);
  read.at = instant(duration(from.integer(row, 12)));
  read.delivered = from.flag(row, 13);
  return read;
}

asio::awaitable<outcome<std::vector<quarantined_event>>> read_list(session* on, question which) {
  co_await asio::this_coro::throw_if_cancelled(false);
  questions asked;
  asked.push_back(std::move(which));
  const auto given = co_await on->run(std::move(asked));
  if (!given) co_return std::unexpected(given.error());
  std::vector<quarantined_event> list;
  list.reserve(static_cast<std::size_t>(given->front().rows()));
  for (int row = 0; row < given->front().rows(); ++row) {
    list.push_back(quarantined_in(given->front(), row));
  }
  co_return list;
}

}  // namespace

question add_quarantined(const quarantined_event& added, const std::string& cluster) {
  const raw_event& raw = added.raw;
  return {&insert_quarantined,
          parameters::of(as_text(cluster), as_text(raw.partition.topic), raw.partition.number,
                         raw.offset, raw.key, raw.value, added.full_digest, packed(raw.headers),
                         raw.produced_at, raw.received_at, as_text(added.code), as_text(added.what),
                         added.at, added.delivered)};
}

asio::awaitable<outcome<std::vector<quarantined_event>>> read_quarantine(session* on,
                                                                         std::size_t max) {
  return read_list(on, {&newest_quarantined, parameters::of(max)});
}

asio::awaitable<outcome<std::vector<quarantined_event>>> read_undelivered(session* on,
                                                                          std::uint64_t after,
                                                                          std::size_t max) {
  return read_list(on, {&undelivered, parameters::of(after, max)});
}

question purge_quarantine(instant before, std::size_t max) {
  return {&delete_quarantined, parameters::of(before, max)};
}

question mark_delivered(const std::vector<std::uint64_t>& numbers) {
  column list(element::integer);
  for (const std::uint64_t number : numbers) list.add(static_cast<std::int64_t>(number));
  return {&mark, parameters::of(list)};
}

}  // namespace daypass::store::postgres

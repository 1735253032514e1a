#include "batch.hpp"

#include "codec.hpp"
#include "folding.hpp"
#include "intake_rules.hpp"
#include "quarantine_rows.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace daypass::store::postgres {
namespace {

namespace asio = boost::asio;
using some_items = std::span<const intake_item>;

const statement more_numbers{"SELECT nextval('hire_numbers') FROM generate_series(1, $1::bigint)"};
constexpr std::int64_t numbers_at_once = 100;  // The sequence's increment.

const statement lock_hires{
    "SELECT " DAYPASS_RECORD_COLUMNS
    " FROM unnest($1::text[], $2::text[]) u(population, hire_id)"
    " JOIN hires h ON h.population = u.population AND h.hire_id = u.hire_id"
    " JOIN schedules s ON s.hire = h.number ORDER BY h.number FOR UPDATE OF h, s"};
const statement last_lines_by_key{
    "SELECT h.number, t.line, t.at, t.what, t.detail, t.count"
    " FROM unnest($1::text[], $2::text[]) u(population, hire_id)"
    " JOIN hires h ON h.population = u.population AND h.hire_id = u.hire_id"
    " CROSS JOIN LATERAL (SELECT line, at, what, detail, count FROM history"
    " WHERE hire = h.number ORDER BY line DESC LIMIT 1) t"};
const statement find_tombstones{
    "SELECT t.hash, t.purged_at, t.stamps FROM unnest($1::bytea[]) u(hash)"
    " JOIN tombstones t ON t.hash = u.hash"};
const statement find_seen{
    "SELECT e.event, e.digest FROM unnest($1::bytea[]) u(event)"
    " JOIN seen_events e ON e.event = u.event"};
const statement write_positions{
    "INSERT INTO positions (cluster, topic, part, next_offset)"
    " SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[])"
    " ON CONFLICT (cluster, topic, part) DO UPDATE SET next_offset = excluded.next_offset"};
const statement open_savepoint{"SAVEPOINT one_item"};
const statement keep_savepoint{"RELEASE one_item"};
const statement undo_savepoint{"ROLLBACK TO one_item"};

std::vector<hire_key> keys_of(some_items items) {
  std::vector<hire_key> keys;
  std::unordered_set<hire_key> met;
  for (const intake_item& item : items) {
    if (item.event && met.insert(item.event->key).second) keys.push_back(item.event->key);
  }
  return keys;
}

// In one order for all, because who writes two of them waits for others who do.
question positions_after(const std::vector<intake_item>& items) {
  auto last = last_positions(items);
  std::ranges::sort(last, {}, [](const position& one) {
    return std::tuple(one.cluster, one.partition.topic, one.partition.number);
  });
  column clusters(element::text);
  column topics(element::text);
  column parts(element::integer);
  column offsets(element::integer);
  for (const position& one : last) {
    clusters.add(one.cluster);
    topics.add(one.partition.topic);
    parts.add(std::int64_t{one.partition.number});
    offsets.add(one.next_offset);
  }
  return {&write_positions, parameters::of(clusters, topics, parts, offsets)};
}

asio::awaitable<outcome<void>> draw_numbers(session* on, std::size_t needed,
                                            std::deque<std::int64_t>* numbers) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (numbers->size() >= needed) co_return outcome<void>{};
  const auto missing = static_cast<std::int64_t>(needed - numbers->size());
  questions asked;
  asked.push_back({&more_numbers, parameters::of(missing / numbers_at_once + 1)});
  const auto given = co_await on->run(std::move(asked));
  if (!given) co_return std::unexpected(given.error());
  for (int row = 0; row < given->front().rows(); ++row) {
    for (std::int64_t more = 0; more < numbers_at_once; ++more) {
      numbers->push_back(given->front().integer(row, 0) + more);
    }
  }
  co_return outcome<void>{};
}

questions known_of(some_items items, const std::vector<hire_key>& keys,
                   const std::string& tombstone_key) {
  column populations(element::text);
  column hire_ids(element::text);
  column hashes(element::bytes);
  column events(element::bytes);
  for (const hire_key& key : keys) {
    populations.add(key.population);
    hire_ids.add(key.hire_id);
    hashes.add(tombstone_hash(tombstone_key, key));
  }
  for (const intake_item& item : items) {
    if (item.event) events.add(event_hash(item.event->id));
  }
  questions asked;
  asked.push_back({&lock_hires, parameters::of(populations, hire_ids)});
  asked.push_back({&last_lines_by_key, parameters::of(populations, hire_ids)});
  asked.push_back({&find_tombstones, parameters::of(hashes)});
  asked.push_back({&find_seen, parameters::of(events)});
  return asked;
}

outcome<void> learn(const replies& given, const std::vector<hire_key>& keys,
                    const std::string& tombstone_key, folding& into) {
  auto lines = last_lines_in(given[1]);
  for (int row = 0; row < given[0].rows(); ++row) {
    auto record = record_in(given[0], row);
    if (!record) {
      into.know_unreadable({std::string(given[0].text(row, 1)), std::string(given[0].text(row, 2))},
                           record.error());
      continue;
    }
    record_in_hand one;
    one.due_before = record->due;
    one.now = std::move(*record);
    one.last = std::move(lines[one.now.number]);
    one.told = one.last.line;
    into.know(std::move(one));
  }
  std::unordered_map<std::string, hire_key> hires;
  for (const hire_key& key : keys) hires.emplace(tombstone_hash(tombstone_key, key), key);
  for (int row = 0; row < given[2].rows(); ++row) {
    auto stamps = decode_wanted(given[2].text(row, 2));
    if (!stamps) return std::unexpected(damaged("tombstones"));
    const instant purged_at(duration(given[2].integer(row, 1)));
    into.know(hires.at(std::string(given[2].text(row, 0))), {std::move(*stamps), purged_at});
  }
  for (int row = 0; row < given[3].rows(); ++row) {
    into.know_seen(std::string(given[3].text(row, 0)), std::string(given[3].text(row, 1)));
  }
  return {};
}

/// Quarantines what is to be, in its own round trip: what it gave is part of the answer.
asio::awaitable<outcome<intake_result>> quarantine_one(transaction* in, quarantined_event kept,
                                                       std::string cluster) {
  co_await asio::this_coro::throw_if_cancelled(false);
  questions asked;
  asked.push_back(add_quarantined(kept, cluster));
  const auto given = co_await in->run(std::move(asked));
  if (!given) co_return std::unexpected(given.error());
  co_return given->front().changed() == 1 ? intake_result::quarantined : intake_result::duplicate;
}

/// Everything of these items but the positions; what is still to be written is put into `writes`.
asio::awaitable<outcome<void>> record_items(transaction* in, some_items items,
                                            const fold_function* fold, recorder_memory* memory,
                                            intake_receipt* receipt, questions* writes) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto keys = keys_of(items);
  const auto known = co_await in->run(known_of(items, keys, memory->tombstone_key));
  if (!known) co_return std::unexpected(known.error());
  folding among(fold, &memory->numbers);
  if (auto learnt = learn(*known, keys, memory->tombstone_key, among); !learnt) co_return learnt;
  for (const intake_item& item : items) {
    outcome<intake_result> done = intake_result::passed_over;
    if (item.event) {
      done = among.add(*item.event, *receipt);
    } else if (item.quarantine) {
      done = co_await quarantine_one(in, *item.quarantine, item.after.cluster);
    }
    if (!done) co_return std::unexpected(done.error());
    receipt->results.push_back(*done);
  }
  *writes = among.take_writes();
  keep_latest_line(among.latest_line_at(), &memory->kept, *writes);
  if (!among.changed().empty()) writes->push_back(tell_holders(among.changed(), memory->member));
  co_return outcome<void>{};
}

asio::awaitable<outcome<intake_receipt>> record_all(transaction* in, intake_batch items,
                                                    const fold_function* fold,
                                                    recorder_memory* memory) {
  co_await asio::this_coro::throw_if_cancelled(false);
  intake_receipt receipt;
  questions writes;
  const auto done = co_await record_items(in, *items, fold, memory, &receipt, &writes);
  if (!done) co_return std::unexpected(done.error());
  writes.push_back(positions_after(*items));
  const auto durable = co_await in->commit(std::move(writes));
  if (!durable) co_return std::unexpected(durable.error());
  co_return receipt;
}

asio::awaitable<outcome<void>> run_one(transaction* in, const statement* what) {
  co_await asio::this_coro::throw_if_cancelled(false);
  questions asked;
  asked.push_back({what, {}});
  const auto given = co_await in->run(std::move(asked));
  if (!given) co_return std::unexpected(given.error());
  co_return outcome<void>{};
}

bool is_refusal(const error& why) {
  return why.code == make_error_code(state_errc::refused);
}

/// One item behind a savepoint; quarantined when the database refuses it.
asio::awaitable<outcome<void>> record_one(transaction* in, const intake_item* item,
                                          const fold_function* fold, recorder_memory* memory,
                                          intake_receipt* receipt) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (auto opened = co_await run_one(in, &open_savepoint); !opened) co_return opened;
  intake_receipt alone;
  questions writes;
  auto done = co_await record_items(in, some_items(item, 1), fold, memory, &alone, &writes);
  if (done) {
    writes.push_back({&keep_savepoint, {}});
    const auto written = co_await in->run(std::move(writes));
    if (!written) done = std::unexpected(written.error());
  }
  if (!done && is_refusal(done.error().why)) {
    alone = {};
    const auto kept = refused_event(*item, done.error().why);
    if (auto undone = co_await run_one(in, &undo_savepoint); !undone) co_return undone;
    const auto put = co_await quarantine_one(in, kept, item->after.cluster);
    if (!put) co_return std::unexpected(put.error());
    alone.results.push_back(*put);
    done = outcome<void>{};
  }
  if (!done) co_return done;
  std::ranges::move(alone.results, std::back_inserter(receipt->results));
  std::ranges::move(alone.touched, std::back_inserter(receipt->touched));
  std::ranges::move(alone.urgent, std::back_inserter(receipt->urgent));
  co_return outcome<void>{};
}

asio::awaitable<outcome<intake_receipt>> record_singly(transaction* in, intake_batch items,
                                                       const fold_function* fold,
                                                       recorder_memory* memory) {
  co_await asio::this_coro::throw_if_cancelled(false);
  intake_receipt receipt;
  for (const intake_item& item : *items) {
    const auto done = co_await record_one(in, &item, fold, memory, &receipt);
    if (!done) co_return std::unexpected(done.error());
  }
  questions writes;
  writes.push_back(positions_after(*items));
  const auto durable = co_await in->commit(std::move(writes));
  if (!durable) co_return std::unexpected(durable.error());
  co_return receipt;
}

}  // namespace

asio::awaitable<outcome<intake_receipt>> record_batch(session* on, intake_batch items,
                                                      const fold_function* fold,
                                                      recorder_memory* memory) {
  co_await asio::this_coro::throw_if_cancelled(false);
  // A transaction that is run again takes others.
  const std::size_t needed = keys_of(*items).size() * session::tries_max;
  if (auto drawn = co_await draw_numbers(on, needed, &memory->numbers); !drawn) {
    co_return std::unexpected(drawn.error());
  }
  auto receipt = co_await on->transact<intake_receipt>(
      [=](transaction* in) { return record_all(in, items, fold, memory); });
  if (!receipt && is_refusal(receipt.error().why)) {
    if (auto drawn = co_await draw_numbers(on, needed, &memory->numbers); !drawn) {
      co_return std::unexpected(drawn.error());
    }
    receipt = co_await on->transact<intake_receipt>(
        [=](transaction* in) { return record_singly(in, items, fold, memory); });
  }
  if (!receipt) co_return receipt;
  remove_repeats(receipt->touched);
  remove_repeats(receipt->urgent);
  co_return receipt;
}

}  // namespace daypass::store::postgres

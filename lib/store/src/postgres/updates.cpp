#include "updates.hpp"

#include "basis_table.hpp"

#include <boost/asio/this_coro.hpp>

#include <array>
#include <charconv>
#include <exception>
#include <map>
#include <utility>

namespace daypass::store::postgres {
namespace {

namespace asio = boost::asio;

const statement lock_leased{"SELECT " DAYPASS_RECORD_COLUMNS
                            ", l.token FROM unnest($1::bigint[], $2::bigint[]) u(number, token)"
                            " JOIN leases l ON l.hire = u.number AND l.token = u.token"
                            " JOIN hires h ON h.number = l.hire JOIN schedules s ON s.hire = l.hire"
                            " ORDER BY h.number FOR UPDATE OF h, s, l"};
const statement lock_by_key{"SELECT " DAYPASS_RECORD_COLUMNS
                            " FROM hires h JOIN schedules s ON s.hire = h.number"
                            " WHERE h.population = $1 AND h.hire_id = $2 FOR UPDATE OF h, s"};
const statement last_lines{
    "SELECT u.number, t.line, t.at, t.what, t.detail, t.count FROM unnest($1::bigint[]) u(number)"
    " CROSS JOIN LATERAL (SELECT line, at, what, detail, count FROM history"
    " WHERE hire = u.number ORDER BY line DESC LIMIT 1) t"};
const statement last_line_by_key{
    "SELECT h.number, t.line, t.at, t.what, t.detail, t.count FROM hires h"
    " CROSS JOIN LATERAL (SELECT line, at, what, detail, count FROM history"
    " WHERE hire = h.number ORDER BY line DESC LIMIT 1) t"
    " WHERE h.population = $1 AND h.hire_id = $2"};
const statement keep_line{"UPDATE basis SET latest_line_at = $1 WHERE latest_line_at + $2 <= $1"};
const statement notify_holders{
    "SELECT pg_notify('daypass_' || to_hex(holder), hire::text) FROM leases"
    " WHERE hire = ANY ($1::bigint[]) AND holder <> $2"};

using in_hand = std::map<std::int64_t, record_in_hand>;

struct locked {
  in_hand records;
  std::map<std::int64_t, sql_failure> damaged;
};

locked records_in(const replies& given) {
  locked found;
  auto lines = last_lines_in(given[1]);
  for (int row = 0; row < given[0].rows(); ++row) {
    const std::int64_t number = given[0].integer(row, 0);
    auto record = record_in(given[0], row);
    if (!record) {
      found.damaged.emplace(number, record.error());
      continue;
    }
    record_in_hand& one = found.records[number];
    one.due_before = record->due;
    one.now = std::move(*record);
    one.last = std::move(lines[number]);
    one.told = one.last.line;
  }
  return found;
}

result<onboarding> carry_out(const update_order& what, locked& among) {
  if (const auto bad = among.damaged.find(what.number); bad != among.damaged.end()) {
    return std::unexpected(bad->second.why);
  }
  const auto found = among.records.find(what.number);
  if (found == among.records.end()) {
    return fail(failure::permanent, state_errc::lease_lost, "state: the lease is not held");
  }
  record_in_hand& one = found->second;
  try {
    recording after = (*what.change)(one.now.record);
    apply(after, one.now);
    one.tell(after.history);
  } catch (const std::exception& thrown) {
    return fail(failure::defect, state_errc::refused, std::string("state: ") + thrown.what());
  }
  return one.now.record;
}

}  // namespace

std::string channel_of(std::int64_t member) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), member, 16).ptr;
  return "daypass_" + std::string(digits.data(), end);
}

question tell_holders(const column& hires, std::int64_t member) {
  return {&notify_holders, parameters::of(hires, member)};
}

void keep_latest_line(std::optional<instant> latest_at, line_clock* kept, questions& into) {
  if (!latest_at || *latest_at < kept->kept_at + keep_interval) return;
  into.push_back({&keep_line, parameters::of(*latest_at, duration(keep_interval).count())});
  kept->kept_at = *latest_at;
}

asio::awaitable<outcome<bool>> update_all(transaction* in, std::vector<update_order*> orders,
                                          line_clock* kept) {
  co_await asio::this_coro::throw_if_cancelled(false);
  column numbers(element::integer);
  column tokens(element::integer);
  std::map<std::int64_t, std::uint64_t> asked_of;
  for (const update_order* one : orders) asked_of[one->number] = one->token;
  for (const auto& [number, token] : asked_of) {
    numbers.add(number);
    tokens.add(static_cast<std::int64_t>(token));
  }
  questions asked;
  asked.push_back({&lock_leased, parameters::of(numbers, tokens)});
  asked.push_back({&last_lines, parameters::of(numbers)});
  const auto given = co_await in->run(std::move(asked));
  if (!given) co_return std::unexpected(given.error());
  locked among = records_in(*given);
  for (update_order* one : orders) one->said = carry_out(*one, among);

  record_writes writes;
  for (const auto& [number, one] : among.records) {
    writes.add_actual(one);
    if (one.now.due != one.due_before) writes.add_schedule(one);
    writes.add_story(one);
  }
  asked = writes.take();
  keep_latest_line(writes.latest_line_at(), kept, asked);
  const auto done = co_await in->commit(std::move(asked));
  if (!done) co_return std::unexpected(done.error());
  co_return true;
}

asio::awaitable<outcome<std::uint64_t>> write_order(transaction* in, hire_key key, order given,
                                                    std::int64_t member, line_clock* kept) {
  co_await asio::this_coro::throw_if_cancelled(false);
  questions asked;
  asked.push_back({&lock_by_key, parameters::of(key.population, key.hire_id)});
  asked.push_back({&last_line_by_key, parameters::of(key.population, key.hire_id)});
  const auto read = co_await in->run(std::move(asked));
  if (!read) co_return std::unexpected(read.error());
  locked among = records_in(*read);
  if (!among.damaged.empty()) co_return std::unexpected(among.damaged.begin()->second);
  if (among.records.empty()) {
    co_return std::unexpected(
        plain(failure::permanent, state_errc::not_found, "state: no such hire"));
  }
  record_in_hand& one = among.records.begin()->second;
  one.tell({apply(given, one.now)});
  record_writes writes;
  writes.add_orders(one);
  writes.add_schedule(one);
  writes.add_story(one);
  asked = writes.take();
  keep_latest_line(writes.latest_line_at(), kept, asked);
  column hires(element::integer);
  hires.add(one.now.number);
  asked.push_back(tell_holders(hires, member));
  const auto done = co_await in->commit(std::move(asked));
  if (!done) co_return std::unexpected(done.error());
  co_return one.now.record.ordered.back().number;
}

}  // namespace daypass::store::postgres

#include "lists.hpp"

#include "enum_names.hpp"
#include "rows.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace daypass::store::postgres {
namespace {

namespace asio = boost::asio;

const statement list_hires{
    "SELECT h.population, h.hire_id, h.standing, h.reason, h.ending, h.since, s.due_at,"
    " s.activation_at FROM hires h JOIN schedules s ON s.hire = h.number"
    " WHERE ($1::text IS NULL OR h.standing = $1) AND ($2::text IS NULL OR h.reason = $2)"
    " AND (NOT $3::boolean OR"
    "  (s.activation_at < $4::bigint AND NOT h.verified AND h.standing <> 'settled'))"
    " AND ($5::text IS NULL OR"
    "  strpos(lower(h.population || '/' || h.hire_id), lower($5 COLLATE \"C\")) > 0)"
    " ORDER BY h.population, h.hire_id LIMIT $6"};
const statement find_hire{"SELECT " DAYPASS_RECORD_COLUMNS
                          " FROM hires h JOIN schedules s ON s.hire = h.number"
                          " WHERE h.population = $1 AND h.hire_id = $2"};
const statement story_of{
    "SELECT at, what, detail, count FROM history WHERE hire ="
    " (SELECT number FROM hires WHERE population = $1 AND hire_id = $2) ORDER BY line"};
const statement all_positions{
    "SELECT cluster, topic, part, next_offset FROM positions ORDER BY cluster, topic, part"};

const statement count_standings{
    "SELECT standing, reason, ending, count(*) FROM hires GROUP BY standing, reason, ending"};
const statement count_due{"SELECT count(*), min(due_at) FROM schedules WHERE due_at <= $1"};
const statement count_quarantined{
    "SELECT count(*), count(*) FILTER (WHERE NOT delivered) FROM quarantine"};
const statement busiest{
    "SELECT activation_at / 86400000000 AS day, count(*) AS hires FROM schedules"
    " WHERE due_at IS NOT NULL AND activation_at >= $1"
    " GROUP BY day ORDER BY hires DESC, day LIMIT 1"};

asio::awaitable<outcome<reply>> ask_for(session* on, const statement* what, parameters with) {
  co_await asio::this_coro::throw_if_cancelled(false);
  questions asked;
  asked.push_back({what, std::move(with)});
  auto given = co_await on->run(std::move(asked));
  if (!given) co_return std::unexpected(given.error());
  co_return std::move(given->front());
}

template <typename Enum>
std::optional<std::string_view> name_if(const std::optional<Enum>& value) {
  return value ? std::optional(to_string(*value)) : std::nullopt;
}

template <typename Enum>
void add_to(std::vector<std::pair<Enum, std::uint64_t>>& counts, Enum value, std::uint64_t more) {
  const auto found =
      std::ranges::find_if(counts, [&](const auto& one) { return one.first == value; });
  if (found == counts.end()) {
    counts.emplace_back(value, more);
  } else {
    found->second += more;
  }
}

void put_standings(const reply& rows, state_totals& totals) {
  for (int row = 0; row < rows.rows(); ++row) {
    const auto where = enum_named<standing>(rows.text(row, 0)).value_or(standing::working);
    const auto why = enum_named<reason>(rows.text(row, 1)).value_or(reason::none);
    const auto ended = enum_named<ending>(rows.text(row, 2)).value_or(ending::none);
    const auto number = static_cast<std::uint64_t>(rows.integer(row, 3));
    add_to(totals.by_standing, where, number);
    const bool stopped = where == standing::held || where == standing::parked;
    if (stopped && why != reason::none) add_to(totals.by_reason, why, number);
    if (ended != ending::none) add_to(totals.by_ending, ended, number);
  }
}

}  // namespace

asio::awaitable<outcome<std::vector<listed_onboarding>>> read_list(session* on,
                                                                   list_filter filter) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto rows =
      co_await ask_for(on, &list_hires,
                       parameters::of(name_if(filter.where), name_if(filter.why), filter.late,
                                      filter.now, filter.text, filter.max));
  if (!rows) co_return std::unexpected(rows.error());
  std::vector<listed_onboarding> list;
  for (int row = 0; row < rows->rows(); ++row) {
    listed_onboarding& one = list.emplace_back();
    one.key = {std::string(rows->text(row, 0)), std::string(rows->text(row, 1))};
    one.where = enum_named<standing>(rows->text(row, 2)).value_or(standing::working);
    one.why = enum_named<reason>(rows->text(row, 3)).value_or(reason::none);
    one.ended = enum_named<ending>(rows->text(row, 4)).value_or(ending::none);
    one.since = instant(duration(rows->integer(row, 5)));
    one.due_at = rows->at(row, 6).value_or(never);
    one.activation_at = rows->at(row, 7);
  }
  co_return list;
}

asio::awaitable<outcome<std::optional<onboarding>>> read_hire(session* on, hire_key key) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto rows = co_await ask_for(on, &find_hire, parameters::of(key.population, key.hire_id));
  if (!rows) co_return std::unexpected(rows.error());
  if (rows->rows() == 0) co_return std::nullopt;
  auto found = record_in(*rows, 0);
  if (!found) co_return std::unexpected(found.error());
  co_return std::move(found->record);
}

asio::awaitable<outcome<std::vector<history_entry>>> read_story(session* on, hire_key key) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto rows = co_await ask_for(on, &story_of, parameters::of(key.population, key.hire_id));
  if (!rows) co_return std::unexpected(rows.error());
  std::vector<history_entry> entries;
  entries.reserve(static_cast<std::size_t>(rows->rows()));
  for (int row = 0; row < rows->rows(); ++row) {
    entries.push_back({instant(duration(rows->integer(row, 0))), std::string(rows->text(row, 1)),
                       std::string(rows->text(row, 2)),
                       static_cast<std::uint32_t>(rows->integer(row, 3))});
  }
  co_return entries;
}

asio::awaitable<outcome<state_totals>> read_totals(session* on, instant now) {
  co_await asio::this_coro::throw_if_cancelled(false);
  questions asked;
  asked.push_back({&count_standings, {}});
  asked.push_back({&count_due, parameters::of(now)});
  asked.push_back({&busiest, parameters::of(now)});
  asked.push_back({&count_quarantined, {}});
  const auto given = co_await on->run(std::move(asked));
  if (!given) co_return std::unexpected(given.error());
  state_totals totals;
  put_standings((*given)[0], totals);
  totals.due = static_cast<std::uint64_t>((*given)[1].integer(0, 0));
  totals.oldest_due_at = (*given)[1].at(0, 1);
  if (const reply& day = (*given)[2]; day.rows() == 1) {
    totals.busiest_day = {std::chrono::sys_days(days(day.integer(0, 0))),
                          static_cast<std::uint64_t>(day.integer(0, 1))};
  }
  totals.quarantined = static_cast<std::uint64_t>((*given)[3].integer(0, 0));
  totals.undelivered = static_cast<std::uint64_t>((*given)[3].integer(0, 1));
  co_return totals;
}

asio::awaitable<outcome<std::vector<position>>> read_positions(session* on) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto rows = co_await ask_for(on, &all_positions, {});
  if (!rows) co_return std::unexpected(rows.error());
  std::vector<position> positions;
  positions.reserve(static_cast<std::size_t>(rows->rows()));
  for (int row = 0; row < rows->rows(); ++row) {
    positions.push_back(
        {{std::string(rows->text(row, 1)), static_cast<std::int32_t>(rows->integer(row, 2))},
         rows->integer(row, 3),
         std::string(rows->text(row, 0))});
  }
  co_return positions;
}

}  // namespace daypass::store::postgres

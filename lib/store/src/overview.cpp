#include "overview.hpp"

#include "enum_names.hpp"

#include <algorithm>
#include <string>

namespace daypass::store {
namespace {

template <typename Enum>
void add(std::vector<std::pair<Enum, std::uint64_t>>& counts, Enum value, std::uint64_t more) {
  const auto found =
      std::ranges::find_if(counts, [&](const auto& one) { return one.first == value; });
  if (found == counts.end()) {
    counts.emplace_back(value, more);
  } else {
    found->second += more;
  }
}

template <typename Enum>
std::optional<std::string_view> name_of(const std::optional<Enum>& value) {
  return value ? std::optional(to_string(*value)) : std::nullopt;
}

void count_standings(database& db, state_totals& totals) {
  statement query(db,
                  "SELECT standing, reason, ending, count(*) FROM hires INDEXED BY hires_standing"
                  " WHERE standing <> 'waiting' OR ending <> 'none'"
                  " GROUP BY standing, reason, ending");
  std::uint64_t indexed = 0;
  query.with();
  while (query.next()) {
    const auto where = enum_named<standing>(query.text(0)).value_or(standing::working);
    const auto why = enum_named<reason>(query.text(1)).value_or(reason::none);
    const auto ended = enum_named<ending>(query.text(2)).value_or(ending::none);
    const auto number = static_cast<std::uint64_t>(query.integer(3));
    add(totals.by_standing, where, number);
    indexed += number;
    const bool stopped = where == standing::held || where == standing::parked;
    if (stopped && why != reason::none) add(totals.by_reason, why, number);
    if (ended != ending::none) add(totals.by_ending, ended, number);
  }
  const auto all = static_cast<std::uint64_t>(db.integer("SELECT count(*) FROM hires"));
  if (all > indexed) add(totals.by_standing, standing::waiting, all - indexed);
}

/// Out of an index that has all it needs: the rows themselves are a hundred times as large.
std::optional<busy_day> find_busiest_day(database& db, instant now) {
  statement query(db,
                  "SELECT activation_at / 86400000000 AS day, count(*) AS hires FROM hires"
                  " INDEXED BY hires_due WHERE due_at IS NOT NULL AND activation_at >= ?"
                  " GROUP BY day ORDER BY hires DESC, day LIMIT 1");
  if (!query.with(now).next()) return std::nullopt;
  return busy_day{std::chrono::sys_days(days(query.integer(0))),
                  static_cast<std::uint64_t>(query.integer(1))};
}

}  // namespace

std::vector<listed_onboarding> read_list(database& db, const list_filter& filter) {
  statement query(db,
                  "SELECT population, hire_id, standing, reason, ending, since, due_at,"
                  " activation_at FROM hires WHERE (?1 IS NULL OR standing = ?1)"
                  " AND (?2 IS NULL OR reason = ?2)"
                  " AND (?3 = 0 OR (activation_at < ?4 AND verified = 0 AND standing <> 'settled'))"
                  " AND (?5 IS NULL OR instr(lower(population || '/' || hire_id), lower(?5)) > 0)"
                  " ORDER BY population, hire_id LIMIT ?6");
  query.with(name_of(filter.where), name_of(filter.why), filter.late, filter.now, filter.text,
             filter.max);
  std::vector<listed_onboarding> list;
  while (query.next()) {
    listed_onboarding& one = list.emplace_back();
    one.key = {std::string(query.text(0)), std::string(query.text(1))};
    one.where = enum_named<standing>(query.text(2)).value_or(standing::working);
    one.why = enum_named<reason>(query.text(3)).value_or(reason::none);
    one.ended = enum_named<ending>(query.text(4)).value_or(ending::none);
    one.since = instant(duration(query.integer(5)));
    one.due_at = query.at(6).value_or(never);
    one.activation_at = query.at(7);
  }
  return list;
}

state_totals read_totals(database& db, instant now) {
  state_totals totals;
  count_standings(db, totals);
  statement due(db, "SELECT count(*), min(due_at) FROM hires WHERE due_at <= ?");
  if (due.with(now).next()) {
    totals.due = static_cast<std::uint64_t>(due.integer(0));
    totals.oldest_due_at = due.at(1);
  }
  totals.busiest_day = find_busiest_day(db, now);
  totals.quarantined = static_cast<std::uint64_t>(db.integer("SELECT count(*) FROM quarantine"));
  totals.undelivered =
      static_cast<std::uint64_t>(db.integer("SELECT count(*) FROM quarantine WHERE delivered = 0"));
  return totals;
}

}  // namespace daypass::store

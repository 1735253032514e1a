#include "history_table.hpp"

#include <algorithm>
#include <limits>
#include <string>

namespace daypass::store {

history_table::history_table(database& db)
    : last_(db,
            "SELECT line, what, detail, count FROM history WHERE hire = ?"
            " ORDER BY line DESC LIMIT 1"),
      insert_(db,
              "INSERT INTO history (hire, line, at, what, detail, count)"
              " VALUES (?, ?, ?, ?, ?, ?)"),
      count_(db, "UPDATE history SET count = ?, at = ? WHERE hire = ? AND line = ?") {}

void history_table::append(std::int64_t hire, const std::vector<history_entry>& entries,
                           bool fresh) {
  if (entries.empty()) return;
  std::int64_t line = 0;
  history_entry last;
  if (!fresh && last_.with(hire).next()) {
    line = last_.integer(0);
    last = {{}, std::string(last_.text(1)), std::string(last_.text(2)), 0};
    last.count = static_cast<std::uint32_t>(last_.integer(3));
    last_.reset();
  }
  for (const history_entry& entry : entries) {
    if (line > 0 && entry.what == last.what && entry.detail == last.detail) {
      const std::uint64_t sum = std::uint64_t{last.count} + entry.count;
      last.count = static_cast<std::uint32_t>(
          std::min<std::uint64_t>(sum, std::numeric_limits<std::uint32_t>::max()));
      count_.with(last.count, entry.at, hire, line).execute();
      continue;
    }
    ++line;
    insert_.with(hire, line, entry.at, entry.what, entry.detail, entry.count).execute();
    last = entry;
  }
}

std::vector<history_entry> read_history(database& db, const hire_key& key) {
  std::vector<history_entry> entries;
  statement query(db,
                  "SELECT at, what, detail, count FROM history WHERE hire ="
                  " (SELECT number FROM hires WHERE population = ? AND hire_id = ?) ORDER BY line");
  query.with(key.population, key.hire_id);
  while (query.next()) {
    entries.push_back({instant(duration(query.integer(0))), std::string(query.text(1)),
                       std::string(query.text(2)), static_cast<std::uint32_t>(query.integer(3))});
  }
  return entries;
}

}  // namespace daypass::store

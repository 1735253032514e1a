#include "feed_tables.hpp"

#include <algorithm>

namespace daypass::store {

seen_table::seen_table(database& db)
    : db_(db),
      find_source_(db, "SELECT number FROM sources WHERE source = ?"),
      add_source_(db, "INSERT INTO sources (source) VALUES (?)"),
      find_(db, "SELECT digest FROM seen_events WHERE source = ? AND id = ?"),
      add_(db, "INSERT INTO seen_events (source, id, digest, received_at) VALUES (?, ?, ?, ?)") {}

seen_table::verdict seen_table::look(const hire_event& event) {
  find_.with(number_of(event.id.source), event.id.id);
  auto found = verdict::fresh;
  while (find_.next()) {
    found = verdict::reused;
    const bool same = std::ranges::equal(find_.text(0), event.digest, [](char left, auto right) {
      return static_cast<unsigned char>(left) == right;
    });
    if (!same) continue;
    find_.reset();
    return verdict::duplicate;
  }
  return found;
}

void seen_table::add(const hire_event& event) {
  const blob digest(event.digest.data(), event.digest.size());
  add_.with(number_of(event.id.source), event.id.id, digest, event.received_at).execute();
}

std::uint64_t seen_table::purge(instant before, std::size_t max) {
  std::uint64_t old = 0;
  std::int64_t last = 0;
  statement query(db_, "SELECT number, received_at FROM seen_events ORDER BY number LIMIT ?");
  query.with(max);
  while (query.next() && query.at(1) < before) {
    last = query.integer(0);
    ++old;
  }
  query.reset();
  if (old == 0) return 0;
  statement remove(db_, "DELETE FROM seen_events WHERE number <= ?");
  remove.with(last).execute();
  return old;
}

std::int64_t seen_table::number_of(const std::string& source) {
  const auto known = sources_.find(source);
  if (known != sources_.end()) return known->second;
  std::int64_t number = 0;
  if (find_source_.with(source).next()) {
    number = find_source_.integer(0);
    find_source_.reset();
  } else {
    add_source_.with(source).execute();
    number = db_.last_number();
  }
  if (!db_.failed()) sources_.emplace(source, number);
  return number;
}

void write_positions(database& db, const std::vector<position>& positions) {
  statement write(db,
                  "INSERT INTO positions (cluster, topic, part, next_offset) VALUES (?, ?, ?, ?)"
                  " ON CONFLICT DO UPDATE SET next_offset = excluded.next_offset");
  for (const position& one : positions) {
    write.with(one.cluster, one.partition.topic, one.partition.number, one.next_offset).execute();
  }
}

std::vector<position> read_positions(database& db) {
  std::vector<position> positions;
  statement query(db,
                  "SELECT cluster, topic, part, next_offset FROM positions"
                  " ORDER BY cluster, topic, part");
  query.with();
  while (query.next()) {
    positions.push_back({{std::string(query.text(1)), static_cast<std::int32_t>(query.integer(2))},
                         query.integer(3),
                         std::string(query.text(0))});
  }
  return positions;
}

}  // namespace daypass::store

#include "tombstone_table.hpp"

#include "codec.hpp"

namespace daypass::store {
tombstone_table::tombstone_table(database& db)
    : db_(db),
      find_(db, "SELECT purged_at, stamps FROM tombstones WHERE hash = ?"),
      put_(db, "INSERT OR REPLACE INTO tombstones (hash, purged_at, stamps) VALUES (?, ?, ?)") {}

result<void> tombstone_table::open() {
  const std::string drawn = draw_tombstone_key();
  if (drawn.empty()) {
    return fail(failure::permanent, state_errc::io, "state: no randomness for the tombstones' key",
                failure_scope::lane);
  }
  statement(db_, "INSERT OR IGNORE INTO tombstone_key (only, key) VALUES (1, ?)")
      .with(blob(drawn))
      .execute();
  statement read(db_, "SELECT key FROM tombstone_key");
  if (read.with().next()) key_ = read.text(0);
  any_ = db_.integer("SELECT EXISTS (SELECT 1 FROM tombstones)") != 0;
  if (db_.failed()) return std::unexpected(db_.take_failure());
  return {};
}

std::optional<tombstone> tombstone_table::find(const hire_key& key) {
  if (!any_) return std::nullopt;
  const std::string hash = tombstone_hash(key_, key);
  if (!find_.with(blob(hash)).next()) return std::nullopt;
  auto stamps = decode_wanted(find_.text(1));
  const instant purged_at(duration(find_.integer(0)));
  find_.reset();
  if (!stamps) {
    db_.note_damage("tombstones");
    return std::nullopt;
  }
  return tombstone{std::move(*stamps), purged_at};
}

void tombstone_table::put(const hire_key& key, const tombstone& left) {
  any_ = true;
  const std::string hash = tombstone_hash(key_, key);
  const std::string stamps = encode(left.stamps);
  put_.with(blob(hash), left.purged_at, stamps).execute();
}

}  // namespace daypass::store

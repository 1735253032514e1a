#include "quarantine_table.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace daypass::store {
namespace {

using headers = std::vector<std::pair<std::string, std::string>>;

void pack(std::string& into, std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  for (unsigned shift = 0; shift < 32; shift += 8) {
    into += static_cast<char>((size >> shift) & 0xFF);
  }
  into += text;
}

// Header values are bytes, so JSON can't hold them: each name and value behind its length, 32 bits,
// lowest byte first.
std::string packed(const headers& list) {
  std::string text;
  for (const auto& [name, value] : list) {
    pack(text, name);
    pack(text, value);
  }
  return text;
}

std::string_view unpack(std::string_view& from) {
  std::uint32_t size = 0;
  for (unsigned index = 0; index < 4; ++index) {
    size |= std::uint32_t{static_cast<unsigned char>(from[index])} << (8 * index);
  }
  const std::string_view text = from.substr(4, size);
  from.remove_prefix(4 + text.size());
  return text;
}

headers unpacked(std::string_view text) {
  headers list;
  while (text.size() >= 4) {
    std::string name(unpack(text));
    if (text.size() < 4) break;
    list.emplace_back(std::move(name), std::string(unpack(text)));
  }
  return list;
}

std::optional<blob> bytes(const std::optional<std::string>& text) {
  return text ? std::optional(blob(*text)) : std::nullopt;
}

bool present(database& db, const quarantined_event& sought, const std::string& cluster) {
  const raw_event& raw = sought.raw;
  statement find(db,
                 "SELECT 1 FROM quarantine WHERE topic = ? AND part = ? AND record_offset = ?"
                 " AND cluster = ? AND produced_at = ? AND key IS ? AND value IS ?");
  return find
      .with(raw.partition.topic, raw.partition.number, raw.offset, cluster, raw.produced_at,
            bytes(raw.key), bytes(raw.value))
      .next();
}

quarantined_event row(const statement& from) {
  quarantined_event read;
  read.number = static_cast<std::uint64_t>(from.integer(0));
  read.raw.partition = {std::string(from.text(1)), static_cast<std::int32_t>(from.integer(2))};
  read.raw.offset = from.integer(3);
  read.raw.key = from.optional_text(4);
  read.raw.value = from.optional_text(5);
  read.full_digest = from.optional_text(6);
  read.raw.headers = unpacked(from.text(7));
  read.raw.produced_at = instant(duration(from.integer(8)));
  read.raw.received_at = instant(duration(from.integer(9)));
  read.code = from.text(10);
  read.what = from.text(11);
  read.at = instant(duration(from.integer(12)));
  read.delivered = from.integer(13) != 0;
  return read;
}

std::vector<quarantined_event> rows(database& db, std::string_view which, auto... bound) {
  const std::string sql =
      "SELECT number, topic, part, record_offset, key, value, full_digest, headers, produced_at,"
      " received_at, code, what, at, delivered FROM quarantine " +
      std::string(which) + " LIMIT ?";
  statement query(db, sql.c_str());
  query.with(bound...);
  std::vector<quarantined_event> list;
  while (query.next()) list.push_back(row(query));
  return list;
}

}  // namespace

bool add_quarantined(database& db, const quarantined_event& added, const std::string& cluster) {
  if (present(db, added, cluster)) return false;
  const raw_event& raw = added.raw;
  const std::string list = packed(raw.headers);
  statement insert(db,
                   "INSERT INTO quarantine (cluster, topic, part, record_offset, key, value,"
                   " full_digest, headers, produced_at, received_at, code, what, at, delivered)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert
      .with(cluster, raw.partition.topic, raw.partition.number, raw.offset, bytes(raw.key),
            bytes(raw.value), added.full_digest, blob(list), raw.produced_at, raw.received_at,
            added.code, added.what, added.at, added.delivered)
      .execute();
  return true;
}

std::vector<quarantined_event> read_quarantine(database& db, std::size_t max) {
  return rows(db, "ORDER BY number DESC", max);
}

std::vector<quarantined_event> read_undelivered(database& db, std::uint64_t after,
                                                std::size_t max) {
  return rows(db, "WHERE delivered = 0 AND number > ? ORDER BY number", after, max);
}

std::uint64_t purge_quarantine(database& db, instant before, std::size_t max) {
  statement remove(db,
                   "DELETE FROM quarantine WHERE number IN (SELECT number FROM quarantine"
                   " WHERE at < ? ORDER BY at, number LIMIT ?)");
  remove.with(before, max).execute();
  return db.changes();
}

void mark_delivered(database& db, const std::vector<std::uint64_t>& numbers) {
  statement mark(db, "UPDATE quarantine SET delivered = 1 WHERE number = ?");
  for (const std::uint64_t number : numbers) mark.with(number).execute();
}

}  // namespace daypass::store

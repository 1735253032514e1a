#include "tombstone_table.hpp"

#include "codec.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>

namespace daypass::store {
namespace {

constexpr std::size_t key_size = 32;

std::string draw_key() {
  std::array<unsigned char, key_size> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return {};
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

tombstone_table::tombstone_table(database& db)
    : db_(db),
      find_(db, "SELECT purged_at, stamps FROM tombstones WHERE hash = ?"),
      put_(db, "INSERT OR REPLACE INTO tombstones (hash, purged_at, stamps) VALUES (?, ?, ?)") {}

result<void> tombstone_table::open() {
  const std::string drawn = draw_key();
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
  const std::string hash = hash_of(key);
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
  const std::string hash = hash_of(key);
  const std::string stamps = encode(left.stamps);
  put_.with(blob(hash), left.purged_at, stamps).execute();
}

std::string tombstone_table::hash_of(const hire_key& key) const {
  // No part of a key holds a zero byte, so no two keys give one text.
  const std::string text = key.population + std::string(1, '\0') + key.hire_id;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

}  // namespace daypass::store

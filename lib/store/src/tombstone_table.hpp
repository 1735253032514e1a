#pragma once
// The table `tombstones`: hires whose records were purged, by a keyed hash of their keys. The key
// is drawn at random once and lies in the same file, so it protects a tombstone that leaves the
// file, and keeps two installations' apart; whoever has the whole file can try every hire key.

#include "database.hpp"

#include "daypass/domain/ids.hpp"
#include "daypass/domain/wanted.hpp"

#include <optional>
#include <string>

namespace daypass::store {

struct tombstone {
  wanted stamps;  ///< As domain/tombstone leaves them.
  instant purged_at{};
};

class tombstone_table {
 public:
  explicit tombstone_table(database& db);

  /// Reads the key, or draws it in a state that has none. Before everything else.
  result<void> open();

  std::optional<tombstone> find(const hire_key& key);

  /// In place of an older one.
  void put(const hire_key& key, const tombstone& left);

 private:
  [[nodiscard]] std::string hash_of(const hire_key& key) const;

  database& db_;
  statement find_;
  statement put_;
  std::string key_;
  bool any_ = false;  ///< Without any, a new hire costs no look.
};

}  // namespace daypass::store

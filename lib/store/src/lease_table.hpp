#pragma once
// Who works on what: in memory, for the state has one daemon and its leases end with it.

#include "record_table.hpp"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace daypass::store {

class lease_table {
 public:
  /// Gives out a record. The token is odd for an urgent lease, so that one who holds it can tell.
  lease grant(const stored_record& given, bool urgent);
  void release(const lease& held);

  [[nodiscard]] bool holds(const lease& held) const;
  [[nodiscard]] bool leased(std::int64_t number) const { return numbers_.contains(number); }
  [[nodiscard]] std::size_t size() const { return numbers_.size(); }

  /// The leased record as it was last read or written, which saves its decoding; empty when it
  /// must be read. Null: no one leases the hire.
  std::optional<stored_record>* copy_of(const hire_key& key);

  /// What was granted since the last call stands.
  void keep_grants() { granted_.clear(); }
  /// The transaction was undone: takes back what was granted in it, and forgets all copies.
  void undo_grants();
  void forget_copies();

 private:
  struct entry {
    std::uint64_t token = 0;
    std::int64_t number = 0;
    std::optional<stored_record> copy;
  };
  std::unordered_map<hire_key, entry> entries_;
  std::unordered_set<std::int64_t> numbers_;
  std::vector<lease> granted_;
  std::uint64_t next_token_ = 1;
};

/// Was leased as urgent.
[[nodiscard]] inline bool is_urgent(const lease& held) {
  return held.token % 2 == 1;
}

}  // namespace daypass::store

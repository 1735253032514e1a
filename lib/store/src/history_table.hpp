#pragma once
// The table `history`: the story of each hire, lines alike in a row kept as one.

#include "database.hpp"

#include "daypass/ports/state_store.hpp"

#include <cstdint>
#include <vector>

namespace daypass::store {

class history_table {
 public:
  explicit history_table(database& db);

  /// Adds lines to a hire's story. One like the last adds to its count and takes its time. `fresh`:
  /// the hire has no story yet, so none is looked for.
  void append(std::int64_t hire, const std::vector<history_entry>& entries, bool fresh = false);

 private:
  statement last_;
  statement insert_;
  statement count_;
};

/// A hire's story, oldest line first.
[[nodiscard]] std::vector<history_entry> read_history(database& db, const hire_key& key);

}  // namespace daypass::store

#pragma once
// Which records of a lane are due, in the order in which they are leased. Read a thousand at a
// time: who leases a few at a time doesn't sort all that are due for each few.

#include "database.hpp"

#include "daypass/domain/step.hpp"
#include "daypass/ports/state_store.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace daypass::store {

class lease_table;

/// What it gives is to be checked against the row. A record that becomes due in the midst waits for
/// its place in the order for a quarter of a second at most, and only while others are due.
class due_window {
 public:
  explicit due_window(database& db);

  /// The next due record of that lane that nobody leases, each once until something is noted of it.
  [[nodiscard]] std::optional<std::int64_t> next(lane which, instant now,
                                                 const lease_table& leases);

  /// A record that nobody leases has this schedule now.
  void note(const schedule& due);

  /// Anything may be due.
  void forget();

 private:
  struct view {
    std::vector<std::int64_t> numbers;
    std::size_t given = 0;
    bool complete = false;  ///< Nothing else was due when it was read.
    bool news = true;       ///< Something may have become due since.
    instant read_at{};
    instant next_at = never;  ///< When the next one becomes due, or earlier.
  };
  void read(lane which, instant now, const lease_table& leases);

  database& db_;
  statement due_;
  statement next_;
  std::array<view, lane_count> views_;
};

}  // namespace daypass::store

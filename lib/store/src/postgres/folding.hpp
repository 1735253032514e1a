#pragma once
// Folding a batch's events into records in a transaction's hands: no statement is run here.

#include "rows.hpp"
#include "tombstone_hash.hpp"

#include "daypass/ports/state_store.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace daypass::store::postgres {

/// What an event is known by: SHA-256 of its source, a zero byte and its id.
[[nodiscard]] std::string event_hash(const event_id& id);

/// What the tables have of a batch's events and hires, and what becomes of it.
class folding {
 public:
  /// `numbers`: of rows that no hire has yet, one for each of the batch's hires.
  folding(const fold_function* fold, std::deque<std::int64_t>* numbers)
      : fold_(fold), numbers_(numbers) {}

  void know(record_in_hand record);
  void know_unreadable(const hire_key& key, sql_failure why);
  void know(const hire_key& key, tombstone left);
  void know_seen(const std::string& event, std::string digest);

  /// One event, after those before it. Error: its hire's row can't be read, or folding threw.
  outcome<intake_result> add(const hire_event& event, intake_receipt& receipt);

  /// What is to be written, the ids seen among it.
  [[nodiscard]] questions take_writes();
  [[nodiscard]] std::optional<instant> latest_line_at() const { return latest_line_at_; }
  /// Rows of hires that were changed, not made.
  [[nodiscard]] const column& changed() const { return changed_; }

 private:
  struct hand {
    record_in_hand record;
    bool wanted_changed = false;
    bool to_write = false;  ///< It is in `order_`.
  };
  struct seen_row {
    std::string event;
    std::string digest;
    instant received_at{};
  };

  bool fold_in(const hire_event& event, bool reused, intake_receipt& receipt);

  const fold_function* fold_;
  std::deque<std::int64_t>* numbers_;
  std::unordered_map<hire_key, hand> hands_;
  std::vector<hire_key> order_;  ///< In which they were met.
  std::unordered_map<hire_key, sql_failure> unreadable_;
  std::unordered_map<hire_key, tombstone> tombstones_;
  std::unordered_map<std::string, std::vector<std::string>> seen_;
  std::vector<seen_row> fresh_;
  std::optional<instant> latest_line_at_;
  column changed_{element::integer};
};

}  // namespace daypass::store::postgres

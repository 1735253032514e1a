#pragma once
// Recording a batch from the feed in one transaction.

#include "session.hpp"
#include "updates.hpp"

#include "daypass/ports/state_store.hpp"

#include <cstdint>
#include <deque>
#include <string>

namespace daypass::store::postgres {

/// What recording needs to know of this process, and keeps between batches.
struct recorder_memory {
  std::int64_t member = 0;
  std::string tombstone_key;
  std::deque<std::int64_t> numbers;  ///< Of rows that no hire has yet: a rollback uses up some.
  line_clock kept;
};

/// As record_batch says; both live as long as it runs.
boost::asio::awaitable<outcome<intake_receipt>> record_batch(session* on, intake_batch items,
                                                             const fold_function* fold,
                                                             recorder_memory* memory);

}  // namespace daypass::store::postgres

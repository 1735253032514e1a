#pragma once
// From where a partition is read after an assignment (design 5.10). Pure.

#include "daypass/ports/event_feed.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace daypass::kafka {

/// What the state holds of a partition.
struct stored_offset {
  std::int64_t next = 0;
  std::string cluster;
};

struct start_facts {
  std::optional<std::int64_t> committed;
  std::optional<stored_offset> stored;
  std::string cluster;         ///< Of the brokers that we read from.
  std::int64_t log_start = 0;  ///< The lowest offset that is still there.
  std::int64_t log_end = 0;    ///< The next offset to be written.
};

enum class start_reason : std::uint8_t {
  first_time,     ///< Neither committed nor stored: from the log's start.
  resumed,        ///< From the lower of the two.
  other_cluster,  ///< The stored offset is another cluster's: from the log's start.
  beyond_end,     ///< An offset the log never reached, so the topic is another: from its start.
  events_lost,    ///< The log begins after what is recorded: events are gone for good.
};

struct start_offset {
  std::int64_t next = 0;
  start_reason why = start_reason::first_time;

  friend bool operator==(const start_offset&, const start_offset&) = default;
};

/// Of all that the state holds of one partition: what it recorded of this cluster, or else of
/// another. It keeps both when the topic has moved.
[[nodiscard]] std::optional<stored_offset> stored_of(const std::vector<position>& held,
                                                     const partition_id& partition,
                                                     const std::string& cluster);

/// Never skips an event that may not be recorded; reading some again is harmless. Events are lost
/// when the log begins after the stored position, or after the committed one where none is stored:
/// a group that was set back to before the log's start has lost nothing.
[[nodiscard]] start_offset choose_start(const start_facts& facts);

/// For a person: what was found and what follows; empty for first_time and resumed.
[[nodiscard]] std::string describe(const start_offset& chosen, const start_facts& facts);

}  // namespace daypass::kafka

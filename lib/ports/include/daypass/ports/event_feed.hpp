#pragma once
// Where events come from: partitions of raw records, at least once, in order per partition.

#include "daypass/base/error.hpp"
#include "daypass/base/time.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace daypass {

struct partition_id {
  std::string topic;
  std::int32_t number = 0;

  friend auto operator<=>(const partition_id&, const partition_id&) = default;
};

/// One record as it came: nothing is decoded, nothing is dropped.
struct raw_event {
  partition_id partition;
  std::int64_t offset = 0;
  std::optional<std::string> key;
  std::optional<std::string> value;  ///< Nothing: a tombstone.
  std::vector<std::pair<std::string, std::string>> headers;
  instant produced_at{};  ///< The record's timestamp.
  instant received_at{};
};

/// The next offset to read of a partition: one past the last that is durably recorded.
struct position {
  partition_id partition;
  std::int64_t next_offset = 0;
  std::string cluster;  ///< Kafka's cluster id: offsets of another cluster mean nothing.
};

class event_feed {
 public:
  virtual ~event_feed() = default;

  /// The next records, at least one and at most `max`, in order per partition. Waits until there
  /// are some. `cancelled` after stop(). One call at a time.
  virtual boost::asio::awaitable<result<std::vector<raw_event>>> next(std::size_t max) = 0;

  /// Tells that everything before these offsets is durably recorded: only now may they be
  /// committed. Positions of partitions that were taken away meanwhile are ignored.
  virtual void recorded(std::vector<position> positions) = 0;

  /// The id of the cluster that next() reads from; empty before the first connection.
  [[nodiscard]] virtual std::string cluster() const = 0;

  /// Makes a waiting next() end with `cancelled`, commits what was recorded and closes. Idempotent.
  virtual void stop() = 0;
};

}  // namespace daypass

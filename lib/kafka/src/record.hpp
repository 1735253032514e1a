#pragma once
// Records as librdkafka has them and as the ports do.

#include "rd.hpp"

#include "daypass/ports/event_feed.hpp"

namespace daypass::kafka {

/// A copy of the message: key, value, headers, timestamp. `received_at` is left for the reader.
[[nodiscard]] raw_event raw_of(const rd_kafka_message_t& message);

/// Bytes that the record takes, headers included.
[[nodiscard]] std::size_t size_of(const raw_event& record);

}  // namespace daypass::kafka

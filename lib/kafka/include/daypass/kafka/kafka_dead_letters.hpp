#pragma once
// The dead-letter topic.

#include "daypass/kafka/kafka_settings.hpp"
#include "daypass/ports/dead_letters.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace daypass::kafka {

/// An idempotent producer. deliver() keeps key, value, headers and timestamp as they came and adds
/// `daypass-error-code`, `daypass-error`, `daypass-origin-topic`, `daypass-origin-partition`,
/// `daypass-origin-offset`, `daypass-quarantine-id`, and `daypass-value-sha256` (of the whole
/// value, in hex) where only a part of it was kept. It ends when the broker has the copy, after
/// `delivery_timeout` at the latest.
///
/// Errors of deliver(): permanent (the broker refuses this one for its size or its shape); else
/// retryable with scope `lane` (no broker, no topic, no permission, timed out: a repeat may make a
/// second copy).
///
/// deliver() and the destructor belong to the thread of `executor`, a single one. Errors of this:
/// permanent with librdkafka's words when a setting is refused.
[[nodiscard]] result<std::unique_ptr<dead_letters>> make_kafka_dead_letters(
    boost::asio::any_io_executor executor, dead_letter_settings settings);

}  // namespace daypass::kafka

#pragma once
// The event feed over Apache Kafka.

#include "daypass/kafka/kafka_settings.hpp"
#include "daypass/ports/clock.hpp"
#include "daypass/ports/event_feed.hpp"
#include "daypass/ports/reporter.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <vector>

namespace daypass::kafka {

/// Reads the positions that the state holds, of every partition. Awaited inside event_feed::next,
/// at each assignment; an error is tried again a second later.
using stored_positions = std::function<boost::asio::awaitable<result<std::vector<position>>>()>;

/// A consumer on a thread of its own, which starts joining the group at once. next(), recorded(),
/// stop() and the destructor belong to the thread of `executor`, a single one. `clock` (its now and
/// steady_now) and `reporter` are called from other threads too, and outlive the feed.
///
/// Where a partition is read from is design 5.10: the lower of the committed and the stored
/// position, the log's start when neither fits. Nothing is committed but what recorded() named, and
/// that at most a second later, when partitions are taken away, and at the end.
///
/// stop() returns at once: next() ends with `cancelled`, and what was handed out may still be
/// recorded. The destructor waits until the last commit is through and the group is left, at most
/// `close_timeout`; a client that hangs in librdkafka is left behind and reported.
///
/// Errors: permanent with librdkafka's words when a setting is refused.
[[nodiscard]] result<std::unique_ptr<event_feed>> make_kafka_feed(
    boost::asio::any_io_executor executor, feed_settings settings, stored_positions positions,
    reporter& tell, const clock& time);

}  // namespace daypass::kafka

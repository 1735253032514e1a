#pragma once
// How to reach a Kafka cluster, and what to read from or write to it.

#include "daypass/base/secret_text.hpp"
#include "daypass/base/time.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace daypass::kafka {

/// The cluster and who we are there. Shared by feed and dead letters, immutable.
struct connection_settings {
  std::string brokers;  ///< `host:port,host:port`, to begin with.
  std::string client_id = "daypass";

  /// Settings of librdkafka by its own names, for security above all: `security.protocol`,
  /// `ssl.ca.location`, `sasl.mechanisms`, `sasl.username` (librdkafka CONFIGURATION). Those that
  /// this module needs for its promises are set after these and win.
  std::map<std::string, std::string> properties;

  secret_text sasl_password;  ///< Empty: none.
};

struct feed_settings {
  std::shared_ptr<const connection_settings> connection;
  std::vector<std::string> topics;
  std::string group;

  /// `group.instance.id`: static membership, so that a restart within the session timeout moves no
  /// partition. Unique among the running members; empty: a dynamic member.
  std::string instance;

  milliseconds session_timeout{45'000};
  std::size_t queue_messages_max = 1000;            ///< Read and not handed over yet.
  std::size_t queue_bytes_max = 4UL * 1024 * 1024;  ///< The same in bytes, plus one message.
  milliseconds lag_interval{5'000};                 ///< Between two reports of the lag.
  /// A request without an answer for so long ends its connection, so a connection that swallows
  /// everything is left. Above what a broker may take for any answer but that to a join.
  milliseconds answer_timeout{15'000};
  /// Lag and no message for so long: a new client. With answer_timeout, for the look at the lag,
  /// well below a minute.
  milliseconds stall_timeout{25'000};
  /// No partitions for so long although brokers answer: a new client. Above the session timeout,
  /// which a group waits for members that died.
  milliseconds join_timeout{55'000};
  milliseconds close_timeout{10'000};  ///< For the last commits and for leaving the group.
};

struct dead_letter_settings {
  std::shared_ptr<const connection_settings> connection;
  std::string topic;
  milliseconds delivery_timeout{30'000};  ///< Until the broker has a copy, repeats included.
  milliseconds close_timeout{5'000};
};

}  // namespace daypass::kafka

#pragma once
// librdkafka's mock cluster in this process, and independent clients to look at it from outside.

#include "daypass/kafka/kafka_settings.hpp"
#include "daypass/ports/event_feed.hpp"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace daypass::kafka {

class mock_cluster {
 public:
  mock_cluster(const std::string& topic, int partitions);
  ~mock_cluster();
  mock_cluster(const mock_cluster&) = delete;
  mock_cluster& operator=(const mock_cluster&) = delete;

  [[nodiscard]] std::string brokers() const;
  [[nodiscard]] std::string id() const;
  [[nodiscard]] std::shared_ptr<const connection_settings> connection() const;
  [[nodiscard]] rd_kafka_mock_cluster_t* raw() const { return cluster_; }

  /// Writes one record as it stands (partition, key, value, headers, produced_at); acknowledged.
  void produce(const raw_event& record) const;
  /// `count` records numbered from 0, as value, into one partition.
  void produce_numbers(std::int32_t partition, int count) const;

  /// The group's committed offsets, read or set by a client of its own.
  [[nodiscard]] std::map<std::int32_t, std::int64_t> committed(const std::string& group) const;
  void commit(const std::string& group, const std::map<std::int32_t, std::int64_t>& next) const;

  /// Reads that many records of a topic's partition 0 from its start.
  [[nodiscard]] std::vector<raw_event> read(const std::string& topic, std::size_t count) const;

 private:
  [[nodiscard]] rd_kafka_t* make_consumer(const std::string& group) const;

  std::string topic_;
  int partitions_;
  rd_kafka_t* host_ = nullptr;
  rd_kafka_mock_cluster_t* cluster_ = nullptr;
  rd_kafka_t* producer_ = nullptr;
};

}  // namespace daypass::kafka

#include "mock_cluster.hpp"

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>

namespace daypass::kafka {
namespace {

constexpr int timeout_ms = 20'000;

void set(rd_kafka_conf_t* conf, const char* name, const std::string& value) {
  std::array<char, 512> why{};
  if (rd_kafka_conf_set(conf, name, value.c_str(), why.data(), why.size()) != RD_KAFKA_CONF_OK) {
    throw std::runtime_error(why.data());
  }
}

rd_kafka_t* make(rd_kafka_type_t type, rd_kafka_conf_t* conf) {
  std::array<char, 512> why{};
  rd_kafka_conf_set_log_cb(conf, nullptr);
  rd_kafka_t* const client = rd_kafka_new(type, conf, why.data(), why.size());
  if (client == nullptr) throw std::runtime_error(why.data());
  return client;
}

std::string text(const void* bytes, std::size_t size) {
  return {static_cast<const char*>(bytes), size};
}

raw_event raw_of(const rd_kafka_message_t& message) {
  raw_event record;
  if (message.key != nullptr) record.key = text(message.key, message.key_len);
  if (message.payload != nullptr) record.value = text(message.payload, message.len);
  record.offset = message.offset;
  record.produced_at = instant(milliseconds{rd_kafka_message_timestamp(&message, nullptr)});
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return record;
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t at = 0;
       rd_kafka_header_get_all(headers, at, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
       ++at) {
    record.headers.emplace_back(name, text(value, size));
  }
  return record;
}

}  // namespace

mock_cluster::mock_cluster(const std::string& topic, int partitions)
    : topic_(topic), partitions_(partitions) {
  host_ = make(RD_KAFKA_PRODUCER, rd_kafka_conf_new());
  cluster_ = rd_kafka_mock_cluster_new(host_, 1);
  rd_kafka_mock_topic_create(cluster_, topic.c_str(), partitions, 1);
  rd_kafka_conf_t* const conf = rd_kafka_conf_new();
  set(conf, "bootstrap.servers", brokers());
  set(conf, "message.max.bytes", "4000000");
  producer_ = make(RD_KAFKA_PRODUCER, conf);
}

mock_cluster::~mock_cluster() {
  rd_kafka_destroy(producer_);
  rd_kafka_mock_cluster_destroy(cluster_);
  rd_kafka_destroy(host_);
}

std::string mock_cluster::brokers() const {
  return rd_kafka_mock_cluster_bootstraps(cluster_);
}

std::string mock_cluster::id() const {
  char* const id = rd_kafka_clusterid(producer_, timeout_ms);
  std::string copy = id == nullptr ? "" : id;
  if (id != nullptr) rd_kafka_mem_free(producer_, id);
  return copy;
}

std::shared_ptr<const connection_settings> mock_cluster::connection() const {
  auto connection = std::make_shared<connection_settings>();
  connection->brokers = brokers();
  return connection;
}

void mock_cluster::produce(const raw_event& record) const {
  rd_kafka_headers_t* const headers = rd_kafka_headers_new(record.headers.size());
  for (const auto& [name, value] : record.headers) {
    rd_kafka_header_add(headers, name.data(), static_cast<ssize_t>(name.size()), value.data(),
                        static_cast<ssize_t>(value.size()));
  }
  std::array<rd_kafka_vu_t, 7> parts{};
  parts[0].vtype = RD_KAFKA_VTYPE_TOPIC;
  parts[0].u.cstr = topic_.c_str();
  parts[1].vtype = RD_KAFKA_VTYPE_PARTITION;
  parts[1].u.i32 = record.partition.number;
  parts[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
  parts[2].u.i = RD_KAFKA_MSG_F_COPY;
  parts[3].vtype = RD_KAFKA_VTYPE_KEY;
  if (record.key) parts[3].u.mem = {const_cast<char*>(record.key->data()), record.key->size()};
  parts[4].vtype = RD_KAFKA_VTYPE_VALUE;
  if (record.value) {
    parts[4].u.mem = {const_cast<char*>(record.value->data()), record.value->size()};
  }
  parts[5].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
  parts[5].u.i64 =
      std::chrono::duration_cast<milliseconds>(record.produced_at.time_since_epoch()).count();
  parts[6].vtype = RD_KAFKA_VTYPE_HEADERS;
  parts[6].u.headers = headers;
  ASSERT_EQ(rd_kafka_produceva(producer_, parts.data(), parts.size()), nullptr);
  ASSERT_EQ(rd_kafka_flush(producer_, timeout_ms), RD_KAFKA_RESP_ERR_NO_ERROR);
}

void mock_cluster::produce_numbers(std::int32_t partition, int count) const {
  rd_kafka_topic_t* const topic = rd_kafka_topic_new(producer_, topic_.c_str(), nullptr);
  for (int number = 0; number < count; ++number) {
    std::string value = std::to_string(number);
    ASSERT_EQ(rd_kafka_produce(topic, partition, RD_KAFKA_MSG_F_COPY, value.data(), value.size(),
                               nullptr, 0, nullptr),
              0);
  }
  ASSERT_EQ(rd_kafka_flush(producer_, timeout_ms), RD_KAFKA_RESP_ERR_NO_ERROR);
  rd_kafka_topic_destroy(topic);
}

rd_kafka_t* mock_cluster::make_consumer(const std::string& group) const {
  rd_kafka_conf_t* const conf = rd_kafka_conf_new();
  set(conf, "bootstrap.servers", brokers());
  set(conf, "group.id", group);
  return make(RD_KAFKA_CONSUMER, conf);
}

std::map<std::int32_t, std::int64_t> mock_cluster::committed(const std::string& group) const {
  rd_kafka_t* const reader = make_consumer(group);
  rd_kafka_topic_partition_list_t* const list = rd_kafka_topic_partition_list_new(partitions_);
  rd_kafka_topic_partition_list_add_range(list, topic_.c_str(), 0, partitions_ - 1);
  EXPECT_EQ(rd_kafka_committed(reader, list, timeout_ms), RD_KAFKA_RESP_ERR_NO_ERROR);
  std::map<std::int32_t, std::int64_t> found;
  for (int index = 0; index < list->cnt; ++index) {
    if (list->elems[index].offset >= 0) {
      found[list->elems[index].partition] = list->elems[index].offset;
    }
  }
  rd_kafka_topic_partition_list_destroy(list);
  rd_kafka_destroy(reader);
  return found;
}

void mock_cluster::commit(const std::string& group,
                          const std::map<std::int32_t, std::int64_t>& next) const {
  rd_kafka_t* const writer = make_consumer(group);
  rd_kafka_topic_partition_list_t* const list = rd_kafka_topic_partition_list_new(partitions_);
  for (const auto& [partition, offset] : next) {
    rd_kafka_topic_partition_list_add(list, topic_.c_str(), partition)->offset = offset;
  }
  EXPECT_EQ(rd_kafka_commit(writer, list, 0), RD_KAFKA_RESP_ERR_NO_ERROR);
  rd_kafka_topic_partition_list_destroy(list);
  rd_kafka_destroy(writer);
}

std::vector<raw_event> mock_cluster::read(const std::string& topic, std::size_t count) const {
  rd_kafka_t* const reader = make_consumer("reader");
  rd_kafka_topic_partition_list_t* const list = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(list, topic.c_str(), 0)->offset = RD_KAFKA_OFFSET_BEGINNING;
  rd_kafka_assign(reader, list);
  std::vector<raw_event> records;
  while (records.size() < count) {
    rd_kafka_message_t* const message = rd_kafka_consumer_poll(reader, timeout_ms);
    if (message == nullptr) break;
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) records.push_back(raw_of(*message));
    rd_kafka_message_destroy(message);
  }
  rd_kafka_topic_partition_list_destroy(list);
  rd_kafka_consumer_close(reader);
  rd_kafka_destroy(reader);
  return records;
}

}  // namespace daypass::kafka

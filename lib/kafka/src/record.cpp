#include "record.hpp"

#include <string>

namespace daypass::kafka {
namespace {

std::string text_of(const void* bytes, std::size_t size) {
  return bytes == nullptr ? std::string{} : std::string(static_cast<const char*>(bytes), size);
}

}  // namespace

raw_event raw_of(const rd_kafka_message_t& message) {
  raw_event record;
  record.partition = {rd_kafka_topic_name(message.rkt), message.partition};
  record.offset = message.offset;
  if (message.key != nullptr) record.key = text_of(message.key, message.key_len);
  if (message.payload != nullptr) record.value = text_of(message.payload, message.len);
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    for (std::size_t index = 0; rd_kafka_header_get_all(headers, index, &name, &value, &size) ==
                                RD_KAFKA_RESP_ERR_NO_ERROR;
         ++index) {
      record.headers.emplace_back(name, text_of(value, size));
    }
  }
  rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
  const std::int64_t produced_ms = rd_kafka_message_timestamp(&message, &type);
  if (type != RD_KAFKA_TIMESTAMP_NOT_AVAILABLE)
    record.produced_at = instant(milliseconds{produced_ms});
  return record;
}

std::size_t size_of(const raw_event& record) {
  std::size_t bytes = sizeof(raw_event);
  if (record.key) bytes += record.key->size();
  if (record.value) bytes += record.value->size();
  for (const auto& [name, value] : record.headers) bytes += name.size() + value.size();
  return bytes;
}

}  // namespace daypass::kafka

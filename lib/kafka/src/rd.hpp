#pragma once
// librdkafka's objects, owned.

#include <librdkafka/rdkafka.h>

#include <memory>

namespace daypass::kafka {

template <auto destroy>
struct destroyed_by {
  template <typename T>
  void operator()(T* object) const {
    destroy(object);
  }
};

using rd_conf = std::unique_ptr<rd_kafka_conf_t, destroyed_by<rd_kafka_conf_destroy>>;
using rd_client = std::unique_ptr<rd_kafka_t, destroyed_by<rd_kafka_destroy>>;
using rd_message = std::unique_ptr<rd_kafka_message_t, destroyed_by<rd_kafka_message_destroy>>;
using rd_queue = std::unique_ptr<rd_kafka_queue_t, destroyed_by<rd_kafka_queue_destroy>>;
using rd_event = std::unique_ptr<rd_kafka_event_t, destroyed_by<rd_kafka_event_destroy>>;
using rd_error = std::unique_ptr<rd_kafka_error_t, destroyed_by<rd_kafka_error_destroy>>;
using rd_headers = std::unique_ptr<rd_kafka_headers_t, destroyed_by<rd_kafka_headers_destroy>>;
using rd_partitions = std::unique_ptr<rd_kafka_topic_partition_list_t,
                                      destroyed_by<rd_kafka_topic_partition_list_destroy>>;

}  // namespace daypass::kafka

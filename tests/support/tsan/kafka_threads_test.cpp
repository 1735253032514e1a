// librdkafka under ThreadSanitizer: its threads start, deliver and end, and nothing is reported.
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>

#include <array>
#include <atomic>
#include <string>

namespace {

std::atomic<int> delivered = 0;

void on_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void*) {
  if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) ++delivered;
}

TEST(TsanShim, LetsLibrdkafkaRunItsThreads) {
  std::array<char, 512> why{};
  rd_kafka_conf_t* settings = rd_kafka_conf_new();
  ASSERT_EQ(rd_kafka_conf_set(settings, "test.mock.num.brokers", "1", why.data(), why.size()),
            RD_KAFKA_CONF_OK);
  rd_kafka_conf_set_dr_msg_cb(settings, on_delivery);
  rd_kafka_t* producer = rd_kafka_new(RD_KAFKA_PRODUCER, settings, why.data(), why.size());
  ASSERT_NE(producer, nullptr) << why.data();
  rd_kafka_topic_t* topic = rd_kafka_topic_new(producer, "hires", nullptr);
  const std::string event = "an event";
  for (int sent = 0; sent < 100; ++sent) {
    ASSERT_EQ(rd_kafka_produce(topic, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY,
                               const_cast<char*>(event.data()), event.size(), nullptr, 0, nullptr),
              0);
  }
  constexpr int flush_timeout_ms = 30'000;
  EXPECT_EQ(rd_kafka_flush(producer, flush_timeout_ms), RD_KAFKA_RESP_ERR_NO_ERROR);
  EXPECT_EQ(delivered, 100);
  rd_kafka_topic_destroy(topic);
  rd_kafka_destroy(producer);
}

}  // namespace

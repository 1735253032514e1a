#include "mock_cluster.hpp"

#include "daypass/kafka/kafka_dead_letters.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <optional>

namespace daypass::kafka {
namespace {

namespace asio = boost::asio;

quarantined_event quarantined() {
  quarantined_event event;
  event.number = 7;
  event.raw.partition = {"hires", 3};
  event.raw.offset = 41;
  event.raw.key = "A12";
  event.raw.value = std::string("\0\xFF broken", 9);
  event.raw.headers = {{"ce_id", "1"}, {"CE_ID", "2"}, {"empty", ""}};
  event.raw.produced_at = instant(milliseconds{1'790'000'000'123});
  event.code = "not_json";
  event.what = "value: not JSON at byte 1";
  return event;
}

result<void> deliver(const dead_letter_settings& settings,
                     const std::vector<quarantined_event>& events) {
  asio::io_context context{1};
  auto letters = make_kafka_dead_letters(context.get_executor(), settings);
  if (!letters) return std::unexpected(letters.error());
  result<void> answered;
  for (const auto& event : events) {
    asio::co_spawn(context, (*letters)->deliver(event),
                   [&](const std::exception_ptr& thrown, result<void> done) {
                     EXPECT_FALSE(thrown);
                     if (!done) answered = std::move(done);
                   });
  }
  context.run();
  return answered;
}

using headers = std::vector<std::pair<std::string, std::string>>;

TEST(KafkaDeadLetters, KeepTheRecordAndSayWhy) {
  const mock_cluster cluster("dead", 1);
  ASSERT_TRUE(deliver({cluster.connection(), "dead"}, {quarantined()}));
  const auto read = cluster.read("dead", 1);
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].key, "A12");
  EXPECT_EQ(read[0].value, std::string("\0\xFF broken", 9));
  EXPECT_EQ(read[0].produced_at, instant(milliseconds{1'790'000'000'123}));
  const headers expected = {{"ce_id", "1"},
                            {"CE_ID", "2"},
                            {"empty", ""},
                            {"daypass-error-code", "not_json"},
                            {"daypass-error", "value: not JSON at byte 1"},
                            {"daypass-origin-topic", "hires"},
                            {"daypass-origin-partition", "3"},
                            {"daypass-origin-offset", "41"},
                            {"daypass-quarantine-id", "7"}};
  EXPECT_EQ(read[0].headers, expected);
}

TEST(KafkaDeadLetters, NameTheDigestOfAValueThatWasCut) {
  const mock_cluster cluster("dead", 1);
  auto event = quarantined();
  event.raw.key.reset();
  event.raw.value.reset();
  event.raw.headers.clear();
  event.full_digest = "abc";
  ASSERT_TRUE(deliver({cluster.connection(), "dead"}, {event}));
  const auto read = cluster.read("dead", 1);
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].key, std::nullopt);
  EXPECT_EQ(read[0].value, std::nullopt);
  EXPECT_EQ(read[0].headers.back(), (headers::value_type{"daypass-value-sha256", "abc"}));
}

TEST(KafkaDeadLetters, TakeAMegabyteAndManyAtOnce) {
  const mock_cluster cluster("dead", 1);
  auto large = quarantined();
  large.raw.value = std::string(1024UL * 1024, 'x');
  std::vector<quarantined_event> events(50, quarantined());
  events.push_back(large);
  ASSERT_TRUE(deliver({cluster.connection(), "dead"}, events));
  EXPECT_EQ(cluster.read("dead", events.size()).size(), events.size());
}

TEST(KafkaDeadLetters, AreRetryableWithoutABroker) {
  auto connection = std::make_shared<connection_settings>();
  connection->brokers = "127.0.0.1:1";
  const auto done =
      deliver({connection, "dead", milliseconds{1500}, milliseconds{1000}}, {quarantined()});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, failure::retryable);
  EXPECT_EQ(done.error().scope, failure_scope::lane);
}

TEST(KafkaDeadLetters, ArePermanentWhenTheBrokerRefusesTheSize) {
  const mock_cluster cluster("dead", 1);
  constexpr std::int16_t produce = 0;
  rd_kafka_mock_push_request_errors(cluster.raw(), produce, 1,
                                    RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE);
  const auto done = deliver({cluster.connection(), "dead"}, {quarantined()});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, failure::permanent);
  EXPECT_EQ(done.error().scope, failure_scope::hire);
}

}  // namespace
}  // namespace daypass::kafka

// What check --probe finds out about a cluster.

#include "mock_cluster.hpp"

#include "daypass/kafka/kafka_probe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace daypass::kafka {
namespace {

TEST(KafkaProbe, FindsNothingWhereAllIsThere) {
  const mock_cluster cluster("hires", 2);
  EXPECT_TRUE(probe(*cluster.connection(), {"hires"}, "daypass").empty());
}

TEST(KafkaProbe, NamesATopicThatIsRefused) {
  const mock_cluster cluster("hires", 2);
  rd_kafka_mock_topic_set_error(cluster.raw(), "hires",
                                RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
  const auto found = probe(*cluster.connection(), {"hires"}, "daypass");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].about, probe_subject::topic);
  EXPECT_EQ(found[0].name, "hires");
  EXPECT_THAT(found[0].cure, testing::HasSubstr("Read"));
}

TEST(KafkaProbe, NamesATopicThatIsNotThere) {
  const mock_cluster cluster("hires", 2);
  rd_kafka_mock_topic_set_error(cluster.raw(), "hires", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
  const auto found = probe(*cluster.connection(), {"hires"}, "daypass");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].cure, testing::HasSubstr("make it"));
}

TEST(KafkaProbe, TellsOfAGroupThatIsRefused) {
  const mock_cluster cluster("hires", 2);
  constexpr std::int16_t offset_fetch = 9;
  rd_kafka_mock_push_request_errors(cluster.raw(), offset_fetch, 1,
                                    RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED);
  const auto found = probe(*cluster.connection(), {"hires"}, "daypass");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].about, probe_subject::group);
}

TEST(KafkaProbe, TellsOnceOfBrokersThatDoNotAnswer) {
  connection_settings nowhere;
  nowhere.brokers = "127.0.0.1:1";
  const auto found = probe(nowhere, {"one", "two"}, "daypass", milliseconds{300});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].about, probe_subject::brokers);
}

TEST(KafkaProbe, TellsOfASettingThatIsRefused) {
  connection_settings odd;
  odd.brokers = "127.0.0.1:1";
  odd.properties = {{"security.protocol", "carrier pigeon"}};
  const auto found = probe(odd, {"one"}, "daypass");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].what, testing::HasSubstr("security.protocol"));
}

}  // namespace
}  // namespace daypass::kafka

// Partitions that move, a consumer that is fenced, a consumer that stalls.
#include "feed_rig.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace daypass::kafka {
namespace {

TEST(KafkaRebalance, GivesUpPartitionsWithTheirCommits) {
  const mock_cluster cluster("hires", 2);
  cluster.produce_numbers(0, 10);
  cluster.produce_numbers(1, 10);
  feed_rig one(cluster, "hires", "moving");
  one.start();
  const auto events = one.read(20);
  ASSERT_EQ(events.size(), 20U);
  one.record_all(events);
  // The mock refuses commits while members move, so it is left to the one every second.
  const std::map<std::int32_t, std::int64_t> all{{0, 10}, {1, 10}};
  while (cluster.committed("moving") != all) one.next(1, milliseconds{50});

  feed_rig other(cluster, "hires", "moving");
  other.stored = one.stored;
  other.start();
  // Each serves its own rebalance while the other waits; what comes to `other` is new.
  std::set<std::int32_t> partitions_of_other;
  for (int round = 0; round < 300 && partitions_of_other.empty(); ++round) {
    cluster.produce_numbers(0, 1);
    cluster.produce_numbers(1, 1);
    one.next(100, milliseconds{50});
    const auto events_of_other = other.next(100, milliseconds{50});
    if (!events_of_other || !*events_of_other) continue;
    for (const auto& event : **events_of_other) {
      partitions_of_other.insert(event.partition.number);
      EXPECT_GE(event.offset, 10) << "was committed before it moved";
    }
  }
  ASSERT_EQ(partitions_of_other.size(), 1U);
  const std::int32_t moved = *partitions_of_other.begin();

  // A position of a partition that is another's now must not be committed.
  one.feed().recorded({{{"hires", moved}, 10'000, cluster.id()}});
  one.end();
  EXPECT_LT(cluster.committed("moving").at(moved), 10'000);
}

TEST(KafkaRebalance, ComesBackAfterBeingFenced) {
  const mock_cluster cluster("hires", 1);
  cluster.produce_numbers(0, 5);
  feed_rig rig(cluster, "hires", "fenced");
  rig.settings.instance = "daypass-0";
  rig.start();
  rig.record_all(rig.read(5));
  constexpr std::int16_t heartbeat = 12;
  rd_kafka_mock_push_request_errors(cluster.raw(), heartbeat, 1,
                                    RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID);
  while (rig.reports.troubles().empty()) rig.next(1, milliseconds{100});
  cluster.produce_numbers(0, 5);
  const auto events = rig.read(5);
  ASSERT_EQ(events.size(), 5U);
  EXPECT_EQ(events.front().offset, 5);
}

TEST(KafkaRebalance, ReplacesAConsumerThatHearsNothing) {
  const mock_cluster cluster("hires", 1);
  cluster.produce_numbers(0, 5);
  feed_rig rig(cluster, "hires", "stalled");
  rig.settings.stall_timeout = milliseconds{2000};
  constexpr std::int16_t fetch = 1;
  const std::vector<rd_kafka_resp_err_t> refusals(12, RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE);
  rd_kafka_mock_push_request_errors_array(cluster.raw(), fetch, refusals.size(), refusals.data());
  rig.start();
  ASSERT_EQ(rig.read(5).size(), 5U);
  const auto troubles = rig.reports.troubles();
  EXPECT_TRUE(std::ranges::any_of(
      troubles, [](const std::string& what) { return what.contains("the consumer is replaced"); }));
}

TEST(KafkaRebalance, ReplacesAConsumerWhoseJoiningNeverEnds) {
  const mock_cluster cluster("hires", 1);
  cluster.produce_numbers(0, 5);
  feed_rig rig(cluster, "hires", "joining");
  rig.settings.join_timeout = milliseconds{5000};
  constexpr std::int16_t join_group = 11;
  constexpr int longer_than_the_test = 600'000;
  rd_kafka_mock_broker_push_request_error_rtts(cluster.raw(), 1, join_group, 1,
                                               RD_KAFKA_RESP_ERR_NO_ERROR, longer_than_the_test);
  rig.start();
  ASSERT_EQ(rig.read(5).size(), 5U);
  const auto troubles = rig.reports.troubles();
  EXPECT_TRUE(std::ranges::any_of(troubles, [](const std::string& what) {
    return what.contains("gives no partitions for long");
  }));
}

}  // namespace
}  // namespace daypass::kafka

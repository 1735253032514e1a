// One consumer against the mock cluster: what is read, what is committed, where it starts.
#include "feed_rig.hpp"

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

namespace daypass::kafka {
namespace {

std::map<std::int32_t, std::int64_t> first_offsets(const std::vector<raw_event>& events) {
  std::map<std::int32_t, std::int64_t> first;
  for (const auto& event : events) first.try_emplace(event.partition.number, event.offset);
  return first;
}

TEST(KafkaFeed, ReadsRecordsAsTheyCame) {
  const mock_cluster cluster("hires", 1);
  raw_event whole;
  whole.partition = {"hires", 0};
  whole.key = "A12";
  whole.value = std::string("{\"a\":\"\0\"}", 9);
  whole.headers = {{"ce_id", "1"}, {"CE_Id", "2"}, {"empty", ""}, {"bytes", "\xFF\x01"}};
  whole.produced_at = instant(milliseconds{1'790'000'000'123});
  raw_event tombstone = whole;
  tombstone.value.reset();
  raw_event bare;
  bare.partition = whole.partition;
  bare.value = "";
  bare.produced_at = whole.produced_at;
  for (const auto& record : {whole, tombstone, bare}) cluster.produce(record);

  feed_rig rig(cluster, "hires", "as-they-came");
  rig.start();
  EXPECT_EQ(rig.feed().cluster(), "");
  const auto events = rig.read(3);
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].key, whole.key);
  EXPECT_EQ(events[0].value, whole.value);
  EXPECT_EQ(events[0].headers, whole.headers);
  EXPECT_EQ(events[0].produced_at, whole.produced_at);
  EXPECT_EQ(events[0].received_at, test_clock::fixed);
  EXPECT_EQ(events[1].value, std::nullopt);
  EXPECT_EQ(events[2].key, std::nullopt);
  EXPECT_EQ(events[2].value, "");
  EXPECT_EQ(events[2].offset, 2);
  EXPECT_EQ(rig.feed().cluster(), cluster.id());
}

TEST(KafkaFeed, CommitsWhatIsRecordedAndNothingElse) {
  const mock_cluster cluster("hires", 2);
  cluster.produce_numbers(0, 40);
  cluster.produce_numbers(1, 40);
  feed_rig rig(cluster, "hires", "commits");
  rig.start();
  EXPECT_EQ(rig.read(80).size(), 80U);
  const position done{{"hires", 0}, 25, cluster.id()};
  const position elsewhere{{"other", 0}, 99, cluster.id()};
  rig.feed().recorded({done, elsewhere});
  rig.end();
  EXPECT_EQ(cluster.committed("commits"), (std::map<std::int32_t, std::int64_t>{{0, 25}}));
}

TEST(KafkaFeed, LetsTheLastBatchBeRecordedAfterStop) {
  const mock_cluster cluster("hires", 1);
  cluster.produce_numbers(0, 10);
  feed_rig rig(cluster, "hires", "last-batch");
  rig.start();
  const auto events = rig.read(10);
  rig.feed().stop();
  rig.record_all(events);
  rig.end();
  EXPECT_EQ(cluster.committed("last-batch"), (std::map<std::int32_t, std::int64_t>{{0, 10}}));
}

TEST(KafkaFeed, ResumesWhereTheStateLeftOff) {
  const mock_cluster cluster("hires", 1);
  cluster.produce_numbers(0, 50);
  feed_rig rig(cluster, "hires", "resumes");
  rig.start();
  const auto events = rig.read(30, 10);  // Fewer than all, however they come.
  rig.record_all(events);
  const auto expected = static_cast<std::int64_t>(events.size());
  rig.end();
  rig.start();
  const auto rest = rig.read(50 - events.size());
  ASSERT_FALSE(rest.empty());
  EXPECT_EQ(rest.front().offset, expected);
  EXPECT_EQ(rest.back().offset, 49);
  EXPECT_TRUE(rig.reports.resets().empty());
}

TEST(KafkaFeed, StartsAtTheLowerOfCommittedAndStored) {
  const mock_cluster cluster("hires", 5);
  for (int partition = 0; partition < 5; ++partition) cluster.produce_numbers(partition, 20);
  cluster.commit("lower", {{0, 15}, {1, 5}, {2, 8}});
  feed_rig rig(cluster, "hires", "lower");
  const auto id = cluster.id();
  rig.stored = {{{"hires", 0}, 10, id}, {{"hires", 1}, 12, id}, {{"hires", 3}, 9, id}};
  rig.start();
  EXPECT_EQ(first_offsets(rig.read(10 + 15 + 12 + 11 + 20)),
            (std::map<std::int32_t, std::int64_t>{{0, 10}, {1, 5}, {2, 8}, {3, 9}, {4, 0}}));
  EXPECT_TRUE(rig.reports.resets().empty());
}

TEST(KafkaFeed, MakesUpForACommitThatIsMissing) {
  const mock_cluster cluster("hires", 1);
  cluster.produce_numbers(0, 10);
  feed_rig rig(cluster, "hires", "made-up");
  rig.stored = {{{"hires", 0}, 9, cluster.id()}};
  rig.start();
  EXPECT_EQ(rig.read(1).at(0).offset, 9);
  rig.end();
  EXPECT_EQ(cluster.committed("made-up"), (std::map<std::int32_t, std::int64_t>{{0, 9}}));
}

TEST(KafkaFeed, StartsAnewWhereThePositionsDontFit) {
  const mock_cluster cluster("hires", 3);
  for (int partition = 0; partition < 3; ++partition) cluster.produce_numbers(partition, 10);
  cluster.commit("anew", {{1, 11}});
  feed_rig rig(cluster, "hires", "anew");
  rig.stored = {{{"hires", 0}, 5, "another cluster"},
                {{"hires", 1}, 4, cluster.id()},
                {{"hires", 2}, 11, cluster.id()}};
  rig.start();
  EXPECT_EQ(first_offsets(rig.read(30)),
            (std::map<std::int32_t, std::int64_t>{{0, 0}, {1, 0}, {2, 0}}));
  const auto resets = rig.reports.resets();
  ASSERT_EQ(resets.size(), 3U);
  for (const auto& reset : resets) EXPECT_FALSE(reset.events_lost) << reset.what;
  EXPECT_TRUE(resets[0].what.contains("another cluster")) << resets[0].what;
  EXPECT_TRUE(resets[1].what.contains("beyond the log's end")) << resets[1].what;
}

TEST(KafkaFeed, TakesALargeRecordBetweenSmallOnes) {
  const mock_cluster cluster("hires", 1);
  cluster.produce_numbers(0, 3);
  raw_event large;
  large.partition = {"hires", 0};
  large.value = std::string(2'000'000, 'x');
  large.produced_at = instant(milliseconds{1'790'000'000'123});
  cluster.produce(large);
  cluster.produce_numbers(0, 3);
  feed_rig rig(cluster, "hires", "large");
  rig.settings.queue_bytes_max = 10'000;
  rig.start();
  const auto events = rig.read(7);
  ASSERT_EQ(events.size(), 7U);
  EXPECT_EQ(events[3].value->size(), 2'000'000U);
}

TEST(KafkaFeed, KeepsTheOrderThroughAShortQueue) {
  const mock_cluster cluster("hires", 1);
  cluster.produce_numbers(0, 2000);
  feed_rig rig(cluster, "hires", "short-queue");
  rig.settings.queue_messages_max = 3;
  rig.start();
  const auto events = rig.read(2000, 2);
  ASSERT_EQ(events.size(), 2000U);
  for (std::size_t index = 0; index < events.size(); ++index) {
    ASSERT_EQ(events[index].value, std::to_string(index));
  }
}

TEST(KafkaFeed, TellsItsLag) {
  const mock_cluster cluster("hires", 1);
  cluster.produce_numbers(0, 10);
  feed_rig rig(cluster, "hires", "lag");
  rig.settings.queue_messages_max = 1;
  rig.start();
  rig.read(10, 1);
  while (rig.reports.lag(0) != 0) rig.next(1, milliseconds{100});
  EXPECT_EQ(rig.reports.lag(0), 0);
}

TEST(KafkaFeed, EndsAWaitingNextWhenStopped) {
  const mock_cluster cluster("hires", 1);
  feed_rig rig(cluster, "hires", "stopped");
  rig.start();
  boost::asio::post(rig.context(), [&] {
    rig.feed().stop();
    rig.feed().stop();
  });
  const auto events = rig.next(1, milliseconds{30'000});
  ASSERT_TRUE(events);
  ASSERT_FALSE(*events);
  EXPECT_EQ(events->error().kind, failure::cancelled);
  const auto again = rig.next(1, milliseconds{30'000});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->error().kind, failure::cancelled);
}

TEST(KafkaFeed, EndsWithoutABroker) {
  feed_settings settings;
  auto connection = std::make_shared<connection_settings>();
  connection->brokers = "127.0.0.1:1";
  settings.connection = connection;
  settings.topics = {"hires"};
  settings.group = "nobody";
  settings.close_timeout = milliseconds{3000};
  boost::asio::io_context context{1};
  remembering_reporter reports;
  const test_clock time;
  auto feed = make_kafka_feed(context.get_executor(), settings, {}, reports, time);
  ASSERT_TRUE(feed);
  feed->reset();
}

TEST(KafkaFeed, RefusesSettingsInLibrdkafkasWords) {
  feed_settings settings;
  auto connection = std::make_shared<connection_settings>();
  connection->properties["security.protocol"] = "carrier-pigeon";
  settings.connection = connection;
  boost::asio::io_context context{1};
  remembering_reporter reports;
  const test_clock time;
  const auto feed = make_kafka_feed(context.get_executor(), settings, {}, reports, time);
  ASSERT_FALSE(feed);
  EXPECT_EQ(feed.error().kind, failure::permanent);
  EXPECT_TRUE(feed.error().what.contains("security.protocol")) << feed.error().what;
}

}  // namespace
}  // namespace daypass::kafka

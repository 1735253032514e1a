#include "simulation/feed_bench.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace daypass::simulation {
namespace {

using numbers = std::vector<std::int64_t>;

numbers numbers_in(const std::vector<raw_event>& batch, std::int32_t partition = 0) {
  numbers found;
  for (const raw_event& one : batch) {
    if (one.partition.number == partition) found.push_back(feed_bench::number_of(one));
  }
  return found;
}

TEST(SimulatedFeed, HandsOutEachRecordOnceInOrderWhenNothingHappens) {
  feed_bench bench(3);
  reading life(bench);
  for (std::int32_t partition = 0; partition < 3; ++partition) bench.append(partition, 40);
  std::vector<raw_event> all;
  while (all.size() < 120) {
    const auto batch = life.take(25);
    ASSERT_FALSE(batch.empty());
    EXPECT_LE(batch.size(), 25U);
    all.insert(all.end(), batch.begin(), batch.end());
  }
  numbers expected(40);
  for (std::int64_t value = 0; auto& one : expected) one = value++;
  for (std::int32_t partition = 0; partition < 3; ++partition) {
    EXPECT_EQ(numbers_in(all, partition), expected);
  }
  const auto first =
      std::ranges::find(all, 2, [](const auto& one) { return one.partition.number; });
  EXPECT_LT(first - all.begin(), 80) << "partitions come interleaved";
}

TEST(SimulatedFeed, NeedsNoWakeUpWhenAllIsRead) {
  feed_bench bench(2);
  reading life(bench);
  life.start();
  bench.append(0, 30);
  life.run_for(minutes{1});
  EXPECT_EQ(bench.durable[0], 30);
  EXPECT_EQ(bench.topic->committed(0), 30);
  EXPECT_EQ(bench.time.next_wake(), never);
  bench.append(1);
  life.run_for(seconds{1});
  EXPECT_EQ(bench.durable[1], 1) << "and hears at once of what is new";
}

TEST(SimulatedFeed, CommitsWhatIsRecordedEveryFiveSeconds) {
  feed_bench bench(1);
  reading life(bench);
  bench.append(0, 5);
  const auto batch = life.take(5);
  ASSERT_FALSE(batch.empty());
  life.run_until(feed_begins + seconds{61});
  EXPECT_EQ(bench.topic->committed(0), std::nullopt) << "handed out is not recorded";
  life.record({batch.begin(), batch.begin() + 1});
  life.run_until(feed_begins + seconds{64});
  EXPECT_EQ(bench.topic->committed(0), std::nullopt);
  life.run_until(feed_begins + seconds{78});
  ASSERT_EQ(bench.topic->commits().size(), 1U);
  EXPECT_EQ(bench.topic->commits()[0].at, feed_begins + seconds{65});
  EXPECT_EQ(bench.topic->commits()[0].next_offset, 1);
}

TEST(SimulatedFeed, LosesWhatWasNotCommittedInACrash) {
  feed_bench bench(1);
  bench.append(0, 9);
  {
    reading life(bench);
    life.record(life.take(4));
  }
  bench.time.move_to(bench.time.true_now() + hours{1});
  EXPECT_TRUE(bench.topic->commits().empty());
  EXPECT_TRUE(bench.topic->vanished_at());
  reading next(bench);
  EXPECT_EQ(numbers_in(next.take(1)), numbers{bench.durable[0]}) << "the state knows where";
}

TEST(SimulatedFeed, CommitsWhatIsRecordedAtStopAndAfterIt) {
  feed_bench bench(1);
  bench.append(0, 9);
  reading life(bench);
  life.record(life.take(2));
  const auto committed = bench.durable[0];
  const auto last = life.take(2);
  life.feed->stop();
  EXPECT_EQ(bench.topic->committed(0), committed);
  life.record(last);
  EXPECT_EQ(bench.topic->committed(0), bench.durable[0]);
  EXPECT_TRUE(life.take(9).empty());
  life.kill();
  EXPECT_EQ(bench.topic->vanished_at(), std::nullopt);
}

TEST(SimulatedFeed, IgnoresWhatIsRecordedOfAPartitionTakenAway) {
  feed_bench bench(2);
  bench.append(0, 1);
  reading life(bench);
  const auto batch = life.take(1);
  bench.topic->give_elsewhere(0, bench.time.true_now() + hours{1});
  life.record(batch);
  bench.append(1, 1);
  life.record(life.take(9));
  life.run_for(minutes{1});
  EXPECT_EQ(bench.topic->committed(0), std::nullopt);
  EXPECT_EQ(bench.topic->committed(1), 1) << "the other is ours";
  bench.append(0, 1);
  life.run_for(minutes{10});
  EXPECT_TRUE(life.take(9).empty()) << "not given back yet";
  life.run_for(hours{1});
  EXPECT_EQ(numbers_in(life.take(9)), numbers{1}) << "given back";
}

TEST(SimulatedFeed, HandsOutAgainAfterARebalanceWhatWasNotRecorded) {
  feed_bench bench(1);
  bench.append(0, 3);
  reading life(bench);
  const auto first = life.take(1);
  bench.topic->rebalance();
  const auto again = life.take(1);
  EXPECT_EQ(numbers_in(first), numbers_in(again));
}

TEST(SimulatedFeed, KeepsItsPartitionsThroughAShortAbsenceOnly) {
  for (const auto& [absence, kept] : {std::pair{seconds{40}, true}, {seconds{50}, false}}) {
    feed_bench bench(1);
    bench.append(0, 1);
    reading life(bench);
    const auto batch = life.take(1);
    bench.topic->broker_gone(bench.time.true_now() + absence);
    life.record(batch);
    bench.append(0, 1);
    life.run_for(seconds{30});
    EXPECT_EQ(bench.topic->committed(0), std::nullopt);
    EXPECT_EQ(numbers_in(life.take(1)), numbers{1});
    EXPECT_GE(bench.time.true_now(), bench.topic->gone_until());
    life.run_for(minutes{1});
    EXPECT_EQ(bench.topic->committed(0), 1) << "made up for";
    EXPECT_EQ(bench.assignments, kept ? 1U : 2U);
    EXPECT_EQ(bench.heard.count<happening::feed_trouble>(), 1U);
  }
}

TEST(SimulatedFeed, HandsOutWhatWasFetchedBeforeTheBrokerWent) {
  std::set<std::size_t> counts;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    feed_bench bench(1, seed);
    bench.append(0, 1);
    reading life(bench);
    life.take(1);
    const auto until = bench.time.true_now() + minutes{30};
    bench.append(0, 3);
    bench.topic->broker_gone(until);
    bench.append(0, 1);
    std::size_t count = 0;
    for (auto batch = life.take(9); !batch.empty(); batch = life.take(9)) {
      if (bench.time.true_now() < until) count += batch.size();
    }
    counts.insert(count);
  }
  EXPECT_EQ(counts, (std::set<std::size_t>{0, 1, 2, 3}));
}

TEST(SimulatedFeed, AsksForThePositionsUntilTheStateAnswers) {
  feed_bench bench(1);
  bench.append(0, 1);
  bench.fault_per_mille = 1000;
  reading life(bench);
  life.start();
  life.run_for(seconds{10});
  EXPECT_GE(bench.heard.count<happening::feed_trouble>(), 6U);
  EXPECT_LE(bench.heard.count<happening::feed_trouble>(), 10U);
  EXPECT_EQ(bench.durable[0], 0);
  bench.fault_per_mille = 0;
  life.run_for(seconds{10});
  EXPECT_EQ(bench.durable[0], 1);
}

struct operator_case {
  const char* name;
  void (*act)(kafka_world& topic);
  numbers read_next;  ///< Of 20 records, 10 of which are recorded and committed.
  std::size_t resets;
};

TEST(SimulatedFeed, BeginsWhereTheProductWouldAfterWhatOperatorsDid) {
  const std::vector<operator_case> cases = {
      {"nothing", [](kafka_world&) {}, {10}, 0},
      {"rewound", [](kafka_world& topic) { topic.rewind(0, 4); }, {4}, 0},
      {"set ahead", [](kafka_world& topic) { topic.rewind(0, 15); }, {10}, 0},
      {"beyond the end", [](kafka_world& topic) { topic.rewind(0, 21); }, {0}, 1},
      {"reset to the end", [](kafka_world& topic) { topic.reset_to_end(); }, {10}, 0},
      {"forgotten", [](kafka_world& topic) { topic.forget_committed(); }, {10}, 0},
      {"moved", [](kafka_world& topic) { topic.rename_cluster("sim-2"); }, {0}, 1},
      {"numbered anew", [](kafka_world& topic) { topic.rename_cluster("sim-2", 900); }, {0}, 1},
      {"expired", [](kafka_world& topic) { topic.expire(0, 8); }, {10}, 0},
      {"expired unread", [](kafka_world& topic) { topic.expire(0, 12); }, {12}, 1},
  };
  for (const auto& row : cases) {
    feed_bench bench(1);
    bench.append(0, 10);
    {
      reading life(bench);
      life.start();
      life.run_for(minutes{1});
    }
    bench.append(0, 10);
    row.act(*bench.topic);
    bench.durable[0] = 20;  // Any place to begin is right for the checks: the table has its own.
    reading next(bench);
    EXPECT_EQ(numbers_in(next.take(1)), row.read_next) << row.name;
    EXPECT_EQ(bench.heard.count<happening::positions_reset>(), row.resets) << row.name;
  }
}

TEST(SimulatedFeed, ReadsOnInTheNewClusterAfterTheMoveHoweverOften) {
  for (const char* other : {"another", "the new one"}) {
    feed_bench bench(1);
    bench.append(0, 10);
    for (int round = 0; round < 4; ++round) {
      reading life(bench);
      life.start();
      life.run_for(minutes{1});
      if (round == 0) bench.topic->rename_cluster(other);
    }
    EXPECT_EQ(bench.heard.count<happening::positions_reset>(), 1U) << other;
  }
}

}  // namespace
}  // namespace daypass::simulation

#include "hand_over.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace daypass::kafka {
namespace {

using namespace std::chrono_literals;

const partition_id first{"hires", 0};
const partition_id second{"hires", 1};

raw_event record(const partition_id& partition, std::int64_t offset, std::size_t bytes = 10) {
  raw_event made;
  made.partition = partition;
  made.offset = offset;
  made.value = std::string(bytes, 'x');
  return made;
}

class HandOver : public testing::Test {
 protected:
  HandOver() { queue_.begin(first, 0); }
  std::vector<raw_event> take(std::size_t max = 100) {
    std::vector<raw_event> events;
    EXPECT_EQ(queue_.look(max, events), found::events);
    return events;
  }
  std::atomic<int> woken_ = 0;
  hand_over queue_{{3, 5000}, [this] { ++woken_; }};
};

TEST_F(HandOver, GivesRecordsInOrderAndAtMostAsAsked) {
  for (int offset = 0; offset < 3; ++offset) queue_.push(record(first, offset));
  EXPECT_EQ(take(2).back().offset, 1);
  EXPECT_EQ(take(2).front().offset, 2);
}

TEST_F(HandOver, IsFullByCountOrByBytes) {
  EXPECT_TRUE(queue_.wait_for_room(0ms));
  for (int offset = 0; offset < 3; ++offset) queue_.push(record(first, offset));
  EXPECT_FALSE(queue_.wait_for_room(0ms));
  take();
  EXPECT_TRUE(queue_.wait_for_room(0ms));
  queue_.push(record(first, 3, 6000));
  EXPECT_FALSE(queue_.wait_for_room(0ms));
  take();
  EXPECT_TRUE(queue_.wait_for_room(0ms));
}

TEST_F(HandOver, WakesAReaderThatFoundNothingOnce) {
  std::vector<raw_event> events;
  EXPECT_EQ(queue_.look(1, events), found::nothing);
  queue_.push(record(first, 0));
  queue_.push(record(first, 1));
  EXPECT_EQ(woken_, 1);
}

TEST_F(HandOver, TellsOnlyGrowingPositionsOfPartitionsThatAreOurs) {
  queue_.recorded({{first, 5, "c"}, {second, 9, "c"}});
  auto told = queue_.take_recorded();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].partition, first);
  EXPECT_EQ(told[0].next_offset, 5);
  queue_.recorded({{first, 4, "c"}});
  EXPECT_TRUE(queue_.take_recorded().empty());
}

TEST_F(HandOver, IgnoresWhatIsRecordedOfAClusterLeftBehind) {
  queue_.name_cluster("c");
  queue_.push(record(first, 0));
  take();
  queue_.end(first);
  queue_.name_cluster("moved");
  queue_.begin(first, 0);
  queue_.recorded({{first, 1, "c"}});
  EXPECT_TRUE(queue_.take_recorded().empty());
  queue_.recorded({{first, 1, "moved"}});
  EXPECT_EQ(queue_.take_recorded().size(), 1U);
}

TEST_F(HandOver, DropsWhatIsQueuedOfAPartitionTakenAway) {
  queue_.begin(second, 0);
  queue_.push(record(first, 0));
  queue_.push(record(second, 0));
  queue_.end(first);
  queue_.push(record(first, 1));
  const auto left = take();
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].partition, second);
  queue_.recorded({{first, 1, "c"}});
  EXPECT_TRUE(queue_.take_recorded().empty());
}

TEST_F(HandOver, AsksTheReaderForPositions) {
  std::vector<position> got;
  std::thread asking([&] {
    const auto answer = queue_.ask_positions();
    if (answer && *answer) got = **answer;
  });
  std::vector<raw_event> events;
  while (queue_.look(1, events) != found::positions_wanted) std::this_thread::yield();
  queue_.answer(std::vector<position>{{first, 7, "c"}});
  asking.join();
  ASSERT_EQ(got.size(), 1U);
  EXPECT_EQ(got[0].next_offset, 7);
}

TEST_F(HandOver, EndsEveryWaitWhenStopped) {
  std::thread asking([&] { EXPECT_FALSE(queue_.ask_positions().has_value()); });
  queue_.stop();
  asking.join();
  std::vector<raw_event> events;
  EXPECT_EQ(queue_.look(1, events), found::stopped);
  EXPECT_FALSE(queue_.wait_for_room(1h));
  queue_.pause(1h);
}

TEST_F(HandOver, WaitsAfterStopForWhatWasHandedOut) {
  queue_.push(record(first, 0));
  take();
  queue_.stop();
  std::thread recording([&] { queue_.recorded({{first, 1, "c"}}); });
  queue_.wait_until_recorded(1h);
  recording.join();
  EXPECT_EQ(queue_.take_recorded().size(), 1U);
}

TEST_F(HandOver, WaitsNoLongerThanItsReaderLives) {
  queue_.push(record(first, 0));
  take();
  queue_.abandon();
  queue_.wait_until_recorded(1h);
}

}  // namespace
}  // namespace daypass::kafka

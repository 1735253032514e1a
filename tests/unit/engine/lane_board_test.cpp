#include "lane_board.hpp"

#include "unit/engine/engine_rig.hpp"

#include <gtest/gtest.h>

namespace daypass::engine::testing {
namespace {

class LaneBoard : public ::testing::Test {
 protected:
  const capacity room_{.writes = 2};
  lane_board board_{room_};
};

TEST_F(LaneBoard, IsOpenWhileASlotIsLeft) {
  board_.take(lane::writes);
  EXPECT_TRUE(board_.open(lane::writes, monday));
  board_.take(lane::writes);
  EXPECT_FALSE(board_.open(lane::writes, monday));
  EXPECT_FALSE(board_.give_back(lane::writes)) << "not held";
  EXPECT_TRUE(board_.open(lane::writes, monday));
}

TEST_F(LaneBoard, CountsAProbeOnlyWhenAStepStarts) {
  board_.hold(lane::reads, monday, std::nullopt);
  const instant probe = monday + room_.probe_interval;
  EXPECT_EQ(board_.next_probe(monday), probe);
  EXPECT_FALSE(board_.open(lane::reads, probe - seconds{1}));
  board_.take(lane::reads);
  EXPECT_FALSE(board_.open(lane::reads, probe)) << "one at a time";
  EXPECT_TRUE(board_.give_back(lane::reads)) << "the next may try";
  EXPECT_TRUE(board_.open(lane::reads, probe)) << "nothing was sent";
  board_.start(lane::reads, probe);
  EXPECT_FALSE(board_.open(lane::reads, probe));
  EXPECT_EQ(board_.next_probe(probe), probe + room_.probe_interval);
}

TEST_F(LaneBoard, ForgetsAProbeThatNobodyTook) {
  board_.hold(lane::reads, monday, seconds{5});
  EXPECT_EQ(board_.next_probe(monday + seconds{4}), monday + seconds{5});
  EXPECT_EQ(board_.next_probe(monday + seconds{5}), never);
}

TEST_F(LaneBoard, IsProbedNoLaterForAClockThatWasSetBack) {
  board_.hold(lane::reads, monday, std::nullopt);
  board_.follow_clock_back(hours{5});
  const instant probe = monday - hours{5} + room_.probe_interval;
  EXPECT_EQ(board_.next_probe(monday - hours{5}), probe);
  EXPECT_TRUE(board_.open(lane::reads, probe));
}

}  // namespace
}  // namespace daypass::engine::testing

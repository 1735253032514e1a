#include "daypass/entra/clock_offset.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace daypass::entra {
namespace {

using namespace std::chrono_literals;

constexpr instant first_at{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};

void sample(clock_offset& offset, instant sent, duration under_way, duration ahead) {
  const auto date = std::chrono::floor<seconds>(sent + under_way / 2 + ahead);
  offset.add(date, sent, sent + under_way);
}

TEST(ClockOffset, IsZeroBeforeAnySample) {
  EXPECT_EQ(clock_offset().value(), duration::zero());
}

TEST(ClockOffset, FindsTheOffsetToASecondWhateverTheLatency) {
  for (const duration ahead : {duration(0), duration(90s), duration(-300s)}) {
    clock_offset offset;
    for (int i = 0; i < 40; ++i) sample(offset, first_at + i * 1370ms, 50ms + i % 7 * 300ms, ahead);
    EXPECT_LE(std::chrono::abs(offset.value() - ahead), 1s);
  }
}

TEST(ClockOffset, IsNotMovedByOneWildAnswer) {
  clock_offset offset;
  for (int i = 0; i < 9; ++i) sample(offset, first_at + i * 1s, 40ms, 0s);
  sample(offset, first_at + 20s, 40ms, 1h);
  offset.add(first_at, first_at + 1h, first_at + 2h);
  offset.add(first_at, first_at + 1h, first_at);
  EXPECT_LE(std::chrono::abs(offset.value()), 1s);
}

TEST(ClockOffset, FollowsAClockThatWasSet) {
  clock_offset offset;
  for (int i = 0; i < 30; ++i) sample(offset, first_at + i * 1s, 40ms, 0s);
  for (int i = 0; i < 10; ++i) sample(offset, first_at + i * 1s, 40ms, 200s);
  EXPECT_LE(std::chrono::abs(offset.value() - 200s), 1s);
}

}  // namespace
}  // namespace daypass::entra

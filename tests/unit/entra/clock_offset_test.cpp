#include "daypass/entra/clock_offset.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace daypass::entra {
namespace {

using namespace std::chrono_literals;

constexpr instant first_at{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};
constexpr clock_offset::steady_time started{40min};

/// One answer `since` the first moment, Graph's clock being `ahead` of the true one.
void sample(clock_offset& offset, duration since, duration under_way, duration ahead) {
  const auto date = std::chrono::floor<seconds>(first_at + since + under_way / 2 + ahead);
  offset.add(date, started + since, started + since + under_way);
}

/// What is measured where our clock is true.
duration measured(const clock_offset& offset) {
  return offset.value(first_at, started).value_or(hours{24});
}

TEST(ClockOffset, IsNotKnownBeforeAnySample) {
  EXPECT_EQ(clock_offset().value(first_at, started), std::nullopt);
}

TEST(ClockOffset, FindsTheOffsetToASecondWhateverTheLatency) {
  for (const duration ahead : {duration(0), duration(90s), duration(-300s)}) {
    clock_offset offset;
    for (int i = 0; i < 40; ++i) sample(offset, i * 1370ms, 50ms + i % 7 * 300ms, ahead);
    EXPECT_LE(std::chrono::abs(measured(offset) - ahead), 1s);
  }
}

TEST(ClockOffset, IsNotMovedByOneWildAnswer) {
  clock_offset offset;
  for (int i = 0; i < 9; ++i) sample(offset, i * 1s, 40ms, 0s);
  sample(offset, 20s, 40ms, 1h);
  offset.add(first_at, started + 1h, started + 2h);
  offset.add(first_at, started + 1h, started);
  EXPECT_LE(std::chrono::abs(measured(offset)), 1s);
}

TEST(ClockOffset, FollowsAClockOfTheirsThatWasSet) {
  clock_offset offset;
  for (int i = 0; i < 30; ++i) sample(offset, i * 1s, 40ms, 0s);
  for (int i = 0; i < 10; ++i) sample(offset, i * 1s, 40ms, 200s);
  EXPECT_LE(std::chrono::abs(measured(offset) - 200s), 1s);
}

TEST(ClockOffset, ShowsAClockOfOursThatWasSetBeforeAnyAnswer) {
  clock_offset offset;
  for (int i = 0; i < 20; ++i) sample(offset, i * 1s, 40ms, 0s);
  const auto ahead = offset.value(first_at + 20s + 150s, started + 20s);
  const auto behind = offset.value(first_at + 20s - 150s, started + 20s);
  ASSERT_TRUE(ahead && behind);
  EXPECT_LE(std::chrono::abs(*ahead + 150s), 1s);
  EXPECT_LE(std::chrono::abs(*behind - 150s), 1s);
}

}  // namespace
}  // namespace daypass::entra

#include "watchdog.hpp"

#include "daypass/kafka/kafka_settings.hpp"

#include <gtest/gtest.h>

namespace daypass::kafka {
namespace {

using namespace std::chrono_literals;

TEST(Watchdog, FollowsTheTable) {
  using enum watch_verdict;
  struct row {
    std::chrono::milliseconds silent_for;
    std::optional<std::int64_t> lag;
    watch_verdict expected;
  };
  const row rows[] = {
      {0s, std::nullopt, fine},
      {59'999ms, std::nullopt, fine},
      {59'999ms, 1000, fine},
      {60s, std::nullopt, look},
      {60s, 0, fine},
      {60s, 1, recreate},
      {3600s, std::nullopt, look},
      {3600s, 5, recreate},
  };
  for (const auto& [silent_for, lag, expected] : rows) {
    EXPECT_EQ(judge_silence(silent_for, 60s, lag), expected)
        << silent_for.count() << " ms, lag " << lag.value_or(-1);
  }
}

TEST(Watchdog, NoticesWithinAMinuteAsShipped) {
  const feed_settings shipped;
  EXPECT_GT(shipped.stall_timeout, shipped.answer_timeout);
  EXPECT_LE(shipped.stall_timeout + shipped.answer_timeout, 60s);
  EXPECT_LE(shipped.join_timeout, 60s);
  EXPECT_GT(shipped.join_timeout, shipped.session_timeout);
}

}  // namespace
}  // namespace daypass::kafka

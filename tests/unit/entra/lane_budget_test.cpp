#include "daypass/entra/lane_budget.hpp"

#include <gtest/gtest.h>

namespace daypass::entra {
namespace {

using namespace std::chrono_literals;

constexpr steady_instant opened_at{1h};

/// Requests that are answered at once.
int take_all(lane_budget& budget, steady_instant now, bool urgent) {
  int taken = 0;
  for (; budget.try_take(now, urgent); ++taken) budget.end_use(now, now);
  return taken;
}

TEST(LaneBudget, GivesItsBurstAndThenItsPace) {
  lane_budget budget({100, 10s, 40});
  EXPECT_EQ(take_all(budget, opened_at, false), 38) << "5 % are kept";
  EXPECT_EQ(take_all(budget, opened_at, true), 2);
  EXPECT_EQ(budget.earliest(opened_at, true), opened_at + 100ms);
  EXPECT_EQ(take_all(budget, opened_at + 1s, true), 10);
  EXPECT_EQ(take_all(budget, opened_at + 1h, true), 40);
}

TEST(LaneBudget, WorksWithABurstOfOne) {
  lane_budget budget({5, 10s, 1});
  EXPECT_EQ(take_all(budget, opened_at, false), 1);
  EXPECT_FALSE(budget.try_take(opened_at + 1s, false));
  EXPECT_TRUE(budget.try_take(opened_at + 2100ms, false));
}

TEST(LaneBudget, SaysWhenTheLastInAQueueComes) {
  lane_budget budget({10, 10s, 5});
  EXPECT_EQ(take_all(budget, opened_at, true), 5);
  EXPECT_EQ(budget.earliest_behind(opened_at, true, 3), opened_at + 4s);
}

TEST(LaneBudget, ObeysRetryAfterExactly) {
  lane_budget budget({100, 10s, 40});
  budget.on_throttled(opened_at, 17s, 0.3);
  EXPECT_FALSE(budget.try_take(opened_at + 17s - 1us, true));
  EXPECT_EQ(take_all(budget, opened_at + 17s, false), 1);
  EXPECT_EQ(take_all(budget, opened_at + 17s, true), 2) << "no burst after a stop, but the reserve";
  budget.hold(opened_at + 20s, 5s);
  EXPECT_EQ(budget.earliest(opened_at + 20s, false), opened_at + 25s);
  EXPECT_DOUBLE_EQ(budget.requests_per_second(), 9.5) << "a hold teaches nothing";
}

TEST(LaneBudget, StopsUrgentCallsForAMinuteAtMost) {
  lane_budget budget({5, 10s, 4});
  budget.on_throttled(opened_at, 1h, 0.3);
  EXPECT_EQ(budget.earliest(opened_at, true), opened_at + 1min);
  EXPECT_EQ(budget.earliest(opened_at, false), opened_at + 1h);
  steady_instant now = opened_at + 1min;
  EXPECT_EQ(take_all(budget, now, true), 1);
  for (int i = 0; i < 20; ++i) {
    now += 3s;
    EXPECT_GE(take_all(budget, now, true), 1) << "they go on at the lane's pace";
  }
  budget.on_throttled(now, 50min, 0.3);
  EXPECT_EQ(budget.earliest(now, true), now + 1min);
  EXPECT_EQ(take_all(budget, opened_at + 1h, false), 1) << "no burst after the stop";
  lane_budget held({100, 10s, 40});
  held.hold(opened_at, 1h);
  EXPECT_EQ(held.earliest(opened_at, true), opened_at) << "no refusal for pace";
}

TEST(LaneBudget, RefillsFromTheEndOfARequestOn) {
  lane_budget budget({5, 10s, 1});
  EXPECT_TRUE(budget.try_take(opened_at, true));
  EXPECT_FALSE(budget.try_take(opened_at + 4s, true)) << "it is still under way";
  budget.end_use(opened_at, opened_at + 4s);
  EXPECT_FALSE(budget.try_take(opened_at + 4s, true));
  EXPECT_TRUE(budget.try_take(opened_at + 6100ms, true));
}

TEST(LaneBudget, WaitsForNoRequestThatHangs) {
  lane_budget budget({5, 10s, 1});
  EXPECT_TRUE(budget.try_take(opened_at, true));
  EXPECT_FALSE(budget.try_take(opened_at + 6s, true));
  EXPECT_TRUE(budget.try_take(opened_at + 7100ms, true));
  budget.end_use(opened_at, opened_at + 30s);
  EXPECT_GT(budget.tokens(opened_at + 30s), 1) << "not counted twice";
}

TEST(LaneBudget, BacksOffByItselfWithoutRetryAfter) {
  lane_budget budget({100, 10s, 40});
  steady_instant now = opened_at;
  duration last = 0s;
  for (int i = 0; i < 5; ++i) {
    budget.on_throttled(now, std::nullopt, 0);
    const auto stop = budget.blocked_until() - now;
    EXPECT_GT(stop, last);
    last = std::chrono::duration_cast<duration>(stop);
    now = budget.blocked_until() + 6s;
  }
  EXPECT_EQ(last, 16s);
  budget.on_answer(now, std::nullopt);
  budget.on_throttled(now, std::nullopt, 0);
  EXPECT_EQ(budget.blocked_until(), now + 1s);
}

TEST(LaneBudget, SlowsDownOnceForSeveralOfOneMoment) {
  lane_budget budget({100, 10s, 40});
  for (int i = 0; i < 20; ++i) budget.on_throttled(opened_at + i * 100ms, 1s, 0);
  EXPECT_DOUBLE_EQ(budget.requests_per_second(), 9.5);
  budget.on_throttled(opened_at + 1min, 1s, 0);
  EXPECT_DOUBLE_EQ(budget.requests_per_second(), 9.5 * 0.8);
}

TEST(LaneBudget, RisesOnlyWhileItIsKeptBusyAndNoneComes) {
  lane_budget budget({100, 10s, 40});
  for (int second = 0; second < 1200; ++second) budget.on_answer(opened_at + second * 1s, {});
  EXPECT_DOUBLE_EQ(budget.requests_per_second(), 10) << "nobody waited";
  budget.on_throttled(opened_at + 1200s, 1s, 0);
  const auto busy = [&](int from, int to) {
    for (int second = from; second < to; ++second) {
      budget.note_demand(opened_at + second * 1s);
      budget.on_answer(opened_at + second * 1s, {});
    }
  };
  busy(1201, 1790);
  EXPECT_DOUBLE_EQ(budget.requests_per_second(), 9.5) << "ten quiet minutes come first";
  busy(1790, 2500);
  EXPECT_GT(budget.requests_per_second(), 10);
  EXPECT_LT(budget.requests_per_second(), 11.5);
}

TEST(LaneBudget, DoesNotRiseWhileGraphWarns) {
  lane_budget budget({100, 10s, 40});
  for (int second = 0; second < 3000; ++second) {
    budget.note_demand(opened_at + second * 1s);
    budget.on_answer(opened_at + second * 1s,
                     second % 300 == 0 ? std::optional(1.02) : std::nullopt);
  }
  EXPECT_DOUBLE_EQ(budget.requests_per_second(), 10);
}

TEST(LaneBudget, IsDividedByThoseWhoShareIt) {
  lane_budget budget({100, 10s, 40});
  budget.share(opened_at, 1);
  EXPECT_EQ(take_all(budget, opened_at, true), 40);
  budget.share(opened_at + 2s, 4);
  EXPECT_DOUBLE_EQ(budget.requests_per_second(), 2.5);
  EXPECT_EQ(take_all(budget, opened_at + 2s, true), 5) << "a quarter of the twenty there were";
  EXPECT_EQ(take_all(budget, opened_at + 1h, true), 10) << "and of the burst";
  budget.share(opened_at + 1h, 1);
  EXPECT_DOUBLE_EQ(budget.requests_per_second(), 10);
  EXPECT_EQ(take_all(budget, opened_at + 1h, true), 0) << "the others' part comes by its pace";
  EXPECT_EQ(take_all(budget, opened_at + 1h + 1s, true), 10);
  EXPECT_EQ(take_all(budget, opened_at + 2h, true), 40);
}

TEST(LaneBudget, GivesANewcomerNoBurst) {
  lane_budget budget({100, 10s, 40});
  budget.share(opened_at, 2);
  EXPECT_EQ(take_all(budget, opened_at, true), 0);
  EXPECT_EQ(take_all(budget, opened_at + 1s, true), 5);
  lane_budget alone({100, 10s, 40});
  alone.share(opened_at, 1);
  EXPECT_EQ(take_all(alone, opened_at, true), 40);
}

TEST(LaneBudget, LetsEachOfManySendOneAtLeast) {
  lane_budget budget({5, 10s, 4});
  budget.share(opened_at, 20);
  EXPECT_FALSE(budget.try_take(opened_at + 42s, false));
  EXPECT_TRUE(budget.try_take(opened_at + 43s, false));
}

TEST(LaneBudget, NeverStopsForGood) {
  lane_budget budget({100, 10s, 40});
  for (int i = 0; i < 200; ++i) budget.on_throttled(opened_at + i * 1min, std::nullopt, 1);
  EXPECT_GT(budget.requests_per_second(), 0.1);
}

}  // namespace
}  // namespace daypass::entra

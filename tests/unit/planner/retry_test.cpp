#include "daypass/planner/retry.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

constexpr std::uint64_t most = ~std::uint64_t{0} - 1;

TEST(BackoffDelay, DoublesItsBoundUpToTheCap) {
  const limits bounds;
  duration longest = bounds.retry_first;
  for (std::uint32_t failures = 1; failures <= 40; ++failures) {
    for (const std::uint64_t random : {std::uint64_t{0}, std::uint64_t{123456789}, most}) {
      const duration delay = backoff_delay(failures, std::nullopt, false, bounds, random);
      EXPECT_GT(delay, duration(0)) << failures;
      EXPECT_LE(delay, longest) << failures;
    }
    longest = std::min<duration>(longest * 2, bounds.retry_max);
  }
}

TEST(BackoffDelay, ReachesItsBound) {
  const limits bounds;
  const auto bound = static_cast<std::uint64_t>(bounds.retry_first.count());
  EXPECT_EQ(backoff_delay(1, std::nullopt, false, bounds, bound - 1), bounds.retry_first);
}

TEST(BackoffDelay, HoldsTheLeastBoundThereCanBe) {
  limits bounds;
  for (const duration bound : {duration(0), duration(1)}) {
    bounds.retry_first = bound;
    EXPECT_EQ(backoff_delay(1, std::nullopt, false, bounds, 1), duration(1)) << bound.count();
  }
}

TEST(BackoffDelay, DoublesItsBoundTwentyTimesAtMost) {
  limits bounds;
  bounds.retry_first = duration(1);
  const std::uint64_t doubled = std::uint64_t{1} << 20;
  for (const std::uint32_t failures : {21U, 22U, 1000U}) {
    EXPECT_EQ(backoff_delay(failures, std::nullopt, false, bounds, 2 * doubled - 1),
              duration(doubled))
        << failures;
  }
}

TEST(BackoffDelay, NeverComesBeforeRetryAfter) {
  const limits bounds;
  EXPECT_GE(backoff_delay(1, seconds{90}, false, bounds, 0), seconds{90});
  EXPECT_GE(backoff_delay(1, seconds{30}, true, bounds, 0), seconds{30});
  EXPECT_GE(backoff_delay(1, seconds{90}, true, bounds, 0), bounds.revoke_retry_max)
      << "a revocation obeys it for its cap";
}

TEST(BackoffDelay, TriesARevocationAgainWithinItsOwnCap) {
  const limits bounds;
  EXPECT_LE(backoff_delay(1000, std::nullopt, true, bounds, most), bounds.revoke_retry_max);
}

TEST(BackoffDelay, CountsAThrottledFirstTryAsTheFirst) {
  const limits bounds;
  EXPECT_LE(backoff_delay(0, std::nullopt, false, bounds, most), bounds.retry_first);
}

TEST(BackoffDelay, AddsAnEighthOfItsJitterToRetryAfter) {
  const limits bounds;
  const auto bound = static_cast<std::uint64_t>(bounds.retry_first.count());
  EXPECT_EQ(backoff_delay(1, seconds{90}, false, bounds, bound - 1),
            seconds{90} + bounds.retry_first / 8);
}

}  // namespace
}  // namespace daypass::planner

#include "repeats.hpp"

#include <gtest/gtest.h>

namespace daypass::observe {
namespace {

constexpr repeats::steady_time start{};

TEST(Repeats, AdmitTheFirstAndThenEveryHundredth) {
  repeats seen;
  std::vector<std::uint64_t> written;
  for (int i = 0; i < 250; ++i) {
    if (const auto times = seen.admit("e", "503", start)) written.push_back(*times);
  }
  EXPECT_EQ(written, (std::vector<std::uint64_t>{1, 100, 200}));
}

TEST(Repeats, BeginAnewWithAnotherLikeness) {
  repeats seen;
  EXPECT_EQ(seen.admit("e", "503", start), 1U);
  EXPECT_EQ(seen.admit("e", "503", start), std::nullopt);
  EXPECT_EQ(seen.admit("e", "504", start), 1U);
  EXPECT_EQ(seen.admit("e", "503", start), 1U);
}

TEST(Repeats, KeepEventsApart) {
  repeats seen;
  EXPECT_EQ(seen.admit("a", "503", start), 1U);
  EXPECT_EQ(seen.admit("b", "503", start), 1U);
  EXPECT_EQ(seen.admit("a", "503", start), std::nullopt);
}

TEST(Repeats, AreNeverQuietForLongerThanFiveMinutes) {
  repeats seen;
  EXPECT_EQ(seen.admit("e", "503", start), 1U);
  EXPECT_EQ(seen.admit("e", "503", start + minutes(4)), std::nullopt);
  EXPECT_EQ(seen.admit("e", "503", start + minutes(5)), 3U);
  EXPECT_EQ(seen.admit("e", "503", start + minutes(9)), std::nullopt);
  EXPECT_EQ(seen.admit("e", "503", start + minutes(10)), 5U);
}

}  // namespace
}  // namespace daypass::observe

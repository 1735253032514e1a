#include "daypass/hr/large_value.hpp"

#include <gtest/gtest.h>

namespace daypass::hr {
namespace {

TEST(LargeValue, IsCutAndKnownByTheDigestOfTheWhole) {
  std::string value(value_bytes_max + 1, 'a');
  value[0] = 'b';
  const auto digest = cut_large_value(value);
  EXPECT_EQ(digest, "61fdccc5a1386e100d5e63d76a3bb2af83bd634a179587bc7bbddfa1d1ff9db7");
  EXPECT_EQ(value, "b" + std::string(kept_bytes - 1, 'a'));
}

TEST(LargeValue, OfTheLargestSizeAllowedStaysWhole) {
  std::string value(value_bytes_max, 'a');
  EXPECT_EQ(cut_large_value(value), std::nullopt);
  EXPECT_EQ(value.size(), value_bytes_max);
}

}  // namespace
}  // namespace daypass::hr

#include "random_password.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

namespace daypass::entra {
namespace {

TEST(RandomPassword, KeepsEntrasRulesAndNeverRepeats) {
  ASSERT_TRUE(initialise_secret_memory(1 << 16));
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const auto password = make_password("ann.lee");
    ASSERT_TRUE(password);
    const std::string text(password->expose());
    EXPECT_EQ(text.size(), 48U);
    EXPECT_TRUE(std::ranges::any_of(text, [](unsigned char c) { return std::isupper(c); }));
    EXPECT_TRUE(std::ranges::any_of(text, [](unsigned char c) { return std::islower(c); }));
    EXPECT_TRUE(std::ranges::any_of(text, [](unsigned char c) { return std::isdigit(c); }));
    EXPECT_TRUE(std::ranges::all_of(
        text, [](unsigned char c) { return c > 0x20 && c < 0x7F && c != '"' && c != '\\'; }));
    EXPECT_TRUE(seen.insert(text).second);
  }
}

TEST(RandomPassword, NeverHoldsTheAccountsName) {
  ASSERT_TRUE(initialise_secret_memory(1 << 16));
  for (int i = 0; i < 300; ++i) {
    const auto password = make_password("Q");
    ASSERT_TRUE(password);
    EXPECT_FALSE(password->expose().contains('q') || password->expose().contains('Q'));
  }
  EXPECT_TRUE(make_password(""));
}

}  // namespace
}  // namespace daypass::entra

#include "daypass/base/secret_text.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <type_traits>

namespace daypass {
namespace {

static_assert(!std::is_copy_constructible_v<secret_text>);
static_assert(!fmt::is_formattable<secret_text>::value);

class SecretText : public testing::Test {
 protected:
  SecretText() { EXPECT_TRUE(initialise_secret_memory(1 << 16)); }
};

TEST_F(SecretText, KeepsWhatItWasGiven) {
  auto text = secret_text::copy_of("+drkzqAD");
  ASSERT_TRUE(text);
  EXPECT_EQ(text->expose(), "+drkzqAD");
}

TEST_F(SecretText, LeavesTheSourceEmptyWhenMoved) {
  auto text = secret_text::copy_of("+drkzqAD");
  ASSERT_TRUE(text);
  secret_text taken = std::move(*text);
  EXPECT_EQ(taken.expose(), "+drkzqAD");
  EXPECT_TRUE(text->empty());
}

TEST_F(SecretText, TakesWhatIsMovedIntoItsPlace) {
  auto text = secret_text::copy_of("token-1");
  auto next = secret_text::copy_of("token-2");
  *text = std::move(*next);
  EXPECT_EQ(text->expose(), "token-2");
  EXPECT_TRUE(next->empty());
  secret_text& same = *text;
  *text = std::move(same);
  EXPECT_EQ(text->expose(), "token-2");
}

TEST_F(SecretText, OfNothingIsEmpty) {
  const auto text = secret_text::copy_of("");
  ASSERT_TRUE(text);
  EXPECT_TRUE(text->empty());
}

TEST_F(SecretText, IsNotMadeWhereItsCopyFindsNoRoom) {
  EXPECT_FALSE(secret_text::copy_of(std::string(1 << 20, 'x')));
}

TEST_F(SecretText, RefusesWhenTheSecureHeapIsFull) {
  auto text = secret_text::with_size(1 << 20);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, failure::retryable);
}

TEST_F(SecretText, ComparesInConstantTime) {
  auto text = secret_text::copy_of("token");
  ASSERT_TRUE(text);
  EXPECT_TRUE(equal_in_constant_time(*text, "token"));
  EXPECT_FALSE(equal_in_constant_time(*text, "tokeN"));
  EXPECT_FALSE(equal_in_constant_time(*text, "tokens"));
}

}  // namespace
}  // namespace daypass

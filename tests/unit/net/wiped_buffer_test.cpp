#include "daypass/net/wiped_buffer.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace daypass::net {
namespace {

static_assert(!std::is_copy_constructible_v<wiped_buffer>);
static_assert(std::is_nothrow_move_constructible_v<wiped_buffer>);

TEST(WipedBuffer, GrowsAndKeepsItsContent) {
  wiped_buffer buffer;
  std::string expected;
  for (int count = 0; count < 1000; ++count) {
    buffer.append("abc");
    expected += "abc";
  }
  EXPECT_EQ(buffer.view(), expected);
}

TEST(WipedBuffer, ConsumesFromTheFront) {
  auto buffer = wiped_buffer::copy_of("header body");
  buffer.consume(7);
  EXPECT_EQ(buffer.view(), "body");
  buffer.consume(4);
  EXPECT_TRUE(buffer.empty());
}

TEST(WipedBuffer, WipesWhatWasMovedOverToo) {
  auto buffer = wiped_buffer::copy_of("secret 12");
  const char* const place = buffer.view().data();
  buffer.consume(7);  // leaves an old "12" behind the content
  buffer.clear();
  EXPECT_EQ(std::string(place, 9), std::string(9, '\0'));
}

TEST(WipedBuffer, LeavesTheSourceEmptyWhenMoved) {
  auto buffer = wiped_buffer::copy_of("secret");
  auto taken = std::move(buffer);
  EXPECT_EQ(taken.view(), "secret");
  buffer = wiped_buffer::copy_of("other");
  taken = std::move(buffer);
  EXPECT_EQ(taken.view(), "other");
}

}  // namespace
}  // namespace daypass::net

#include "daypass/base/shared_value.hpp"

#include <gtest/gtest.h>

#include <string>

namespace daypass {
namespace {

using shared_text = shared_value<std::string>;

TEST(SharedValue, IsADefaultOneAtFirst) {
  const shared_text none;
  EXPECT_TRUE(none->empty());
  EXPECT_EQ(none, shared_text(""));
}

TEST(SharedValue, IsSharedByItsCopies) {
  const shared_text first("a text");
  const shared_text second = first;
  EXPECT_EQ(&*first, &*second);
}

TEST(SharedValue, ComparesWhatItHolds) {
  EXPECT_EQ(shared_text("a"), shared_text("a"));
  EXPECT_NE(shared_text("a"), shared_text("b"));
  EXPECT_EQ(shared_text("a"), std::string("a"));
}

TEST(SharedValue, LeavesItsCopiesAloneWhenEdited) {
  shared_text edited("a");
  const shared_text kept = edited;
  edited.edit() += "b";
  EXPECT_EQ(*edited, "ab");
  EXPECT_EQ(*kept, "a");
}

}  // namespace
}  // namespace daypass

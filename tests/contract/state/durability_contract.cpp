// What is there after a restart.
#include "contract/state/state_fixture.hpp"

namespace daypass::contract {
namespace {

TEST_P(state_contract, ARestartFindsWhatWasAnswered) {
  record({item_of(event_of("A", 1), 6), item_of(event_of("B", 1), 7)});
  const auto held = lease_one("A").held;
  ASSERT_TRUE(write(held, [](actual& is) { is.account.id = user_id("u"); }, {.due_at = at(9)}));
  get(store().add_order(key_of("B"), {.kind = order_kind::hold, .at = at(0)}));
  reopen();
  EXPECT_EQ(find("A").is.account.id, user_id("u"));
  EXPECT_EQ(find("A").is.version, 1U);
  EXPECT_EQ(find("A").wants.version, 1U);
  EXPECT_TRUE(standing_hold(find("B").ordered));
  EXPECT_EQ(get(store().history(key_of("B"))).size(), 2U);
  EXPECT_EQ(get(store().positions()).at(0).next_offset, 8);
  EXPECT_EQ(record({item_of(event_of("A", 1))}).results, std::vector{intake_result::duplicate});
  EXPECT_EQ(lease_ids({.now = at(8), .max = 9}), std::vector<std::string>{"B"});
  EXPECT_EQ(get(store().next_due({})), at(9));
}

}  // namespace
}  // namespace daypass::contract

#include "slot_queue.hpp"

#include <gtest/gtest.h>

namespace daypass::net {
namespace {

struct test_waiter final : slot_queue::waiter {
  void granted() override { has_slot = true; }
  bool has_slot = false;
};

TEST(SlotQueue, KeepsTheReserveForTheUrgent) {
  slot_queue slots(3, 1);
  EXPECT_TRUE(slots.try_take(false));
  EXPECT_TRUE(slots.try_take(false));
  EXPECT_FALSE(slots.try_take(false));
  EXPECT_TRUE(slots.try_take(true));
  EXPECT_FALSE(slots.try_take(true));
}

TEST(SlotQueue, UrgentOnesBeyondTheReserveTakeFromAll) {
  slot_queue slots(3, 1);
  for (int count = 0; count < 3; ++count) EXPECT_TRUE(slots.try_take(true));
  EXPECT_FALSE(slots.try_take(false));
  slots.give_back(true);
  EXPECT_TRUE(slots.try_take(false));
}

TEST(SlotQueue, GrantsTheUrgentFirstAndElseInOrder) {
  slot_queue slots(1, 0);
  ASSERT_TRUE(slots.try_take(false));
  test_waiter first;
  test_waiter second;
  test_waiter urgent;
  slots.wait(first, false);
  slots.wait(second, false);
  slots.wait(urgent, true);
  slots.give_back(false);
  EXPECT_TRUE(urgent.has_slot && !first.has_slot);
  slots.give_back(true);
  EXPECT_TRUE(first.has_slot && !second.has_slot);
  slots.give_back(false);
  EXPECT_TRUE(second.has_slot);
}

TEST(SlotQueue, AReservedSlotIsNotGrantedToTheOrdinary) {
  slot_queue slots(2, 1);
  ASSERT_TRUE(slots.try_take(false));
  ASSERT_TRUE(slots.try_take(true));
  test_waiter ordinary;
  slots.wait(ordinary, false);
  slots.give_back(true);
  EXPECT_FALSE(ordinary.has_slot);
  slots.give_back(false);
  EXPECT_TRUE(ordinary.has_slot);
}

TEST(SlotQueue, PassesOverThoseWhoLeft) {
  slot_queue slots(1, 0);
  ASSERT_TRUE(slots.try_take(false));
  test_waiter gone;
  test_waiter next;
  slots.wait(gone, false);
  slots.wait(next, false);
  slots.leave(gone);
  slots.leave(gone);
  slots.give_back(false);
  EXPECT_FALSE(gone.has_slot);
  EXPECT_TRUE(next.has_slot);
}

}  // namespace
}  // namespace daypass::net

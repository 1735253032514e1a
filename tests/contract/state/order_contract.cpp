// add_order, wake, wake_all.
#include "contract/state/state_fixture.hpp"

namespace daypass::contract {
namespace {

using ids = std::vector<std::string>;

order order_of(order_kind kind, int minute = 0) {
  return {.number = 77, .kind = kind, .who = "root", .why = "asked", .at = at(minute)};
}

TEST_P(state_contract, AnOrderForAStrangerIsNotFound) {
  const auto said = run(store().add_order(key_of("A"), order_of(order_kind::hold)));
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().code, make_error_code(state_errc::not_found));
}

TEST_P(state_contract, OrdersAreNumberedKeptAndTold) {
  announce("A", {});
  EXPECT_EQ(get(store().add_order(key_of("A"), order_of(order_kind::hold))), 1U);
  EXPECT_EQ(get(store().add_order(key_of("A"), order_of(order_kind::release))), 2U);
  const orders ordered = find("A").ordered;
  ASSERT_EQ(ordered.size(), 2U);
  order expected = order_of(order_kind::hold);
  expected.number = 1;
  EXPECT_EQ(ordered[0], expected);
  const auto story = get(store().history(key_of("A")));
  EXPECT_EQ(story.back(), (history_entry{at(0), "order release", "root: asked"}));
}

TEST_P(state_contract, AnOrderMakesTheHireDueNow) {
  announce("A", {.due_at = at(900)});
  get(store().add_order(key_of("A"), order_of(order_kind::retry, 3)));
  EXPECT_EQ(get(store().next_due({})), at(3));
  EXPECT_TRUE(lease_ids({.now = at(3), .max = 9, .urgent_only = true}).empty());
  EXPECT_EQ(lease_ids({.now = at(3), .max = 9}), ids{"A"});
}

TEST_P(state_contract, ARevokeIsUrgent) {
  announce("A", {});
  get(store().add_order(key_of("A"), order_of(order_kind::revoke)));
  EXPECT_EQ(lease_ids({.now = at(0), .max = 9, .urgent_only = true}), ids{"A"});
}

TEST_P(state_contract, AnOrderForALeasedHireIsSeenByTheNextUpdateAndDueWhenReleased) {
  announce("A", {.due_at = at(0)});
  const auto held = lease_one("A").held;
  get(store().add_order(key_of("A"), order_of(order_kind::revoke)));
  EXPECT_EQ(get(store().next_due({})), std::nullopt);
  ASSERT_TRUE(run(store().update(held, [](const onboarding& fresh) {
    EXPECT_TRUE(standing_revoke(fresh.ordered));
    return recording{.is = fresh.is, .due = {.due_at = at(0), .urgent = true}, .history = {}};
  })));
  store().release(held);
  EXPECT_EQ(lease_ids({.now = at(0), .max = 9, .urgent_only = true}), ids{"A"});
}

TEST_P(state_contract, WakeMakesDueWhatStandsForThatReason) {
  for (const char* id : {"HELD", "PARKED", "OTHER", "SETTLED"}) announce(id, {.due_at = at(0)});
  const auto stand = [&](const char* id, standing where, reason why) {
    const auto held = lease_one(id).held;
    EXPECT_TRUE(
        write(held, [=](actual& is) { is.stands = {where, why, at(0), 0, 0}; }, {.due_at = at(0)}));
    store().release(held);
  };
  stand("HELD", standing::held, reason::policy_disabled);
  stand("PARKED", standing::parked, reason::policy_disabled);
  stand("OTHER", standing::parked, reason::foreign_pass);
  stand("SETTLED", standing::settled, reason::none);
  for (auto& one : get(store().lease_due({.now = at(0), .max = 9}))) {
    EXPECT_TRUE(run(store().update(one.held, due_again(never))));
    store().release(one.held);
  }
  EXPECT_EQ(get(store().wake(reason::policy_disabled, at(4))), 2U);
  EXPECT_EQ(lease_ids({.now = at(4), .max = 9}), (ids{"HELD", "PARKED"}));
  EXPECT_EQ(get(store().wake_all("basis", at(5))), 3U);
  EXPECT_EQ(lease_ids({.now = at(5), .max = 9}), ids{"OTHER"});
  EXPECT_EQ(get(store().wake(reason::too_late, at(4))), 0U);
}

TEST_P(state_contract, WakesAllOnceForOneBasis) {
  announce("A", {.due_at = at(9)});
  EXPECT_EQ(get(store().wake_all("one", at(5))), 1U);
  EXPECT_EQ(get(store().wake_all("one", at(5))), 0U);
  reopen();
  EXPECT_EQ(get(store().wake_all("one", at(5))), 0U);
  EXPECT_EQ(get(store().wake_all("other", at(5))), 1U);
  EXPECT_EQ(get(store().wake_all("one", at(5))), 1U) << "it was another one in between";
}

TEST_P(state_contract, WakesAllWhenTheClockWasSetBack) {
  announce("A", {.due_at = at(9)});
  EXPECT_EQ(get(store().wake_all("one", at(5))), 1U);
  const auto held = lease_one("A", at(9)).held;
  recording later = due_again(at(90))(onboarding{});
  later.history = {{at(60), "step look_account", "done"}};
  EXPECT_TRUE(run(store().update(held, [&](const onboarding& /*fresh*/) { return later; })));
  reopen();
  EXPECT_EQ(get(store().wake_all("one", at(60))), 0U);
  EXPECT_EQ(get(store().wake_all("one", at(58))), 1U) << "a line says it was later already";
  reopen();
  EXPECT_EQ(get(store().wake_all("one", at(58))), 0U) << "they were woken for that";
}

TEST_P(state_contract, WakePostponesNothing) {
  announce("A", {.due_at = at(0)});
  EXPECT_EQ(get(store().wake_all("basis", at(5))), 1U);
  EXPECT_EQ(get(store().next_due({})), at(0));
}

}  // namespace
}  // namespace daypass::contract

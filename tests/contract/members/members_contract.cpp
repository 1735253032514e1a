// members, leases_hold_until, and whose the leases are.
#include "contract/members/members_fixture.hpp"

#include <set>

namespace daypass::contract {
namespace {

INSTANTIATE_TEST_SUITE_P(Members, members_contract, ::testing::ValuesIn(all_members()),
                         [](const auto& info) { return info.param.name; });

TEST_P(members_contract, OneAloneIsOne) {
  all().join();
  EXPECT_EQ(seat(0).members(), 1U);
}

TEST_P(members_contract, EachCountsAllUntilOneLeaves) {
  for (int more = 0; more < 3; ++more) all().join();
  EXPECT_TRUE(wait(
      [&] { return seat(0).members() == 3 && seat(1).members() == 3 && seat(2).members() == 3; }));
  all().leave(1);
  EXPECT_TRUE(wait([&] { return seat(0).members() == 2 && seat(2).members() == 2; }));
}

TEST_P(members_contract, OneThatIsStoppedIsNoMemberForLong) {
  all().join();
  all().join();
  ASSERT_TRUE(wait([&] { return seat(1).members() == 2; }));
  all().pause(0);
  EXPECT_TRUE(wait([&] { return seat(1).members() == 1; }));
  EXPECT_LE(seat(0).leases_hold_until(), all().now());
  all().go_on(0);
  EXPECT_TRUE(wait([&] { return seat(1).members() == 2 && seat(0).members() == 2; }));
}

TEST_P(members_contract, LeasesHoldOnWhileTheStateIsReached) {
  all().join();
  const auto first = seat(0).leases_hold_until();
  EXPECT_GT(first, all().now());
  EXPECT_TRUE(wait([&] { return all().now() > first; }));
  EXPECT_GT(seat(0).leases_hold_until(), all().now());
}

TEST_P(members_contract, LeasesRunOutWhileTheStateIsNotReached) {
  all().join();
  all().cut();
  // What was answered before that may not have been read yet.
  ASSERT_TRUE(wait([turns = 0]() mutable { return ++turns > 20; }));
  const auto until = seat(0).leases_hold_until();
  EXPECT_TRUE(wait([&] { return all().now() > until; }));
  EXPECT_EQ(seat(0).leases_hold_until(), until);
  all().mend();
  EXPECT_TRUE(wait([&] { return seat(0).leases_hold_until() > all().now(); }));
}

TEST_P(members_contract, WhatOneHasLeasedIsNotGivenToAnother) {
  all().join();
  all().join();
  for (const char* id : {"A", "B", "C", "D"}) tell(0, event_of(id, 1));
  std::multiset<std::string> given;
  for (const std::size_t which : {0U, 1U, 0U, 1U}) {
    for (const auto& one : lease(which, 2)) given.insert(one.held.key.hire_id);
  }
  EXPECT_EQ(given, (std::multiset<std::string>{"A", "B", "C", "D"}));
  EXPECT_EQ(get(0, store(0).next_due({})), std::nullopt) << "also not what another has";
}

TEST_P(members_contract, WhatIsLeasedByTwoAtOnceIsGivenToOne) {
  all().join();
  all().join();
  std::set<std::string> told;
  std::vector<intake_item> items;
  for (int number = 0; number < 60; ++number) {
    const std::string id = "H" + std::to_string(100 + number);
    told.insert(id);
    items.push_back(item_of(event_of(id, 1), number));
  }
  get(0, store(0).record_batch(batch_of(std::move(items)), simple_fold));
  std::multiset<std::string> given;
  while (given.size() < told.size()) {
    const lease_request some{.now = at(0), .max = 7};
    const auto left = begin(0, store(0).lease_due(some));
    const auto right = begin(1, store(1).lease_due(some));
    ASSERT_TRUE(wait([&] { return left->has_value() && right->has_value(); }));
    for (const auto& side : {left, right}) {
      ASSERT_TRUE(**side);
      for (const auto& one : ***side) given.insert(one.held.key.hire_id);
    }
  }
  EXPECT_EQ(std::set<std::string>(given.begin(), given.end()), told);
  EXPECT_EQ(given.size(), told.size());
}

TEST_P(members_contract, WhoLeavesLeavesItsLeasesToTheOthers) {
  all().join();
  all().join();
  tell(0, event_of("A", 1));
  ASSERT_EQ(lease(0).size(), 1U);
  all().leave(0);
  EXPECT_EQ(lease(1).size(), 1U);
}

TEST_P(members_contract, WhatAStoppedOneHadIsTakenOverAndItRecordsNothingWhenItWakes) {
  all().join();
  all().join();
  tell(0, event_of("A", 1));
  const auto stale = lease(0).at(0);
  all().pause(0);
  std::vector<leased_onboarding> taken;
  ASSERT_TRUE(wait([&] { return seat(1).members() == 1; }));
  taken = lease(1);
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_GT(taken[0].held.token, stale.held.token) << "a later lease fences an earlier one";
  EXPECT_GE(all().now(), seat(0).leases_hold_until());
  all().go_on(0);
  const auto refused = run(0, store(0).update(stale.held, due_again(at(99))));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, make_error_code(state_errc::lease_lost));
  EXPECT_EQ(get(1, store(1).find(key_of("A")))->is.version, 0U);
  EXPECT_TRUE(run(1, store(1).update(taken[0].held, due_again(at(9)))));
  store(0).release(stale.held);
  EXPECT_TRUE(lease(0).empty()) << "what it releases is not another's";
}

}  // namespace
}  // namespace daypass::contract

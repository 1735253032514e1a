// lease_due, next_due, update, release.
#include "contract/state/state_fixture.hpp"

namespace daypass::contract {
namespace {

using ids = std::vector<std::string>;

TEST_P(state_contract, LeasesTheUrgentByDueTimeThenNearestActivationThenDueTime) {
  announce("NO_START_LATE", {.due_at = at(-1)});
  announce("NO_START_EARLY", {.due_at = at(-2)});
  announce("FAR", {.due_at = at(-9), .activation_at = at(900)});
  announce("NEAR_LATE", {.due_at = at(0), .activation_at = at(100)});
  announce("NEAR_EARLY", {.due_at = at(-1), .activation_at = at(100)});
  announce("URGENT_FAR", {.due_at = at(0), .urgent = true, .activation_at = at(9'000)});
  announce("URGENT", {.due_at = at(0), .urgent = true, .activation_at = at(8'000)});
  announce("URGENT_LONG_DUE", {.due_at = at(-1), .urgent = true, .activation_at = at(9'500)});
  announce("NOT_DUE", {.due_at = at(1), .urgent = true, .activation_at = at(1)});
  EXPECT_EQ(lease_ids({.now = at(0), .max = 99}),
            (ids{"URGENT_LONG_DUE", "URGENT", "URGENT_FAR", "NEAR_EARLY", "NEAR_LATE", "FAR",
                 "NO_START_EARLY", "NO_START_LATE"}));
}

TEST_P(state_contract, LeasesNoMoreThanAsked) {
  for (const char* id : {"A", "B", "C"}) announce(id, {.due_at = at(0)});
  EXPECT_EQ(lease_ids({.now = at(0), .max = 2}), (ids{"A", "B"}));
  EXPECT_EQ(lease_ids({.now = at(0), .max = 2}), ids{"C"});
  EXPECT_TRUE(lease_ids({.now = at(0), .max = 2}).empty());
}

TEST_P(state_contract, LeasesOneLaneAndWhatIsUrgentWhateverItsLane) {
  announce("READS", {.due_at = at(0), .next_lane = lane::reads});
  announce("METHODS", {.due_at = at(0), .next_lane = lane::methods});
  announce("URGENT", {.due_at = at(0), .urgent = true, .next_lane = lane::writes});
  EXPECT_EQ(lease_ids({.now = at(0), .max = 9, .only_lane = lane::methods}),
            (ids{"URGENT", "METHODS"}));
}

TEST_P(state_contract, WhatBecomesDueBesideOthersThatAreLeasedElsewhereIsGivenOut) {
  for (const char* id : {"A", "B"}) announce(id, {.due_at = at(0)});
  const lease_request one{.now = at(0), .max = 1, .only_lane = lane::reads};
  EXPECT_EQ(lease_ids(one), ids{"A"});
  EXPECT_EQ(lease_ids({.now = at(0), .max = 1}), ids{"B"});
  announce("C", {.due_at = at(0)});
  EXPECT_EQ(lease_ids(one), ids{"C"});
}

TEST_P(state_contract, AReleasedRecordIsGivenOutAgainWithAnotherToken) {
  announce("A", {.due_at = at(0)});
  const auto first = lease_one("A").held;
  store().release(first);
  const auto second = lease_one("A").held;
  EXPECT_NE(first.token, second.token);
  store().release(first);
  EXPECT_TRUE(lease_ids({.now = at(0), .max = 9}).empty());
  EXPECT_EQ(run(store().update(first, due_again(at(1)))).error().code,
            make_error_code(state_errc::lease_lost));
  EXPECT_TRUE(run(store().update(second, due_again(at(1)))));
}

TEST_P(state_contract, ALeaseEndsWithTheProcess) {
  announce("A", {.due_at = at(0)});
  const auto held = lease_one("A").held;
  reopen();
  EXPECT_EQ(run(store().update(held, due_again(at(1)))).error().code,
            make_error_code(state_errc::lease_lost));
  EXPECT_EQ(lease_ids({.now = at(0), .max = 9}), ids{"A"});
}

TEST_P(state_contract, NextDueIsTheEarliestThatNoOneHolds) {
  EXPECT_EQ(get(store().next_due({})), std::nullopt);
  announce("A", {.due_at = at(0)});
  announce("B", {.due_at = at(7)});
  announce("NEVER", {});
  EXPECT_EQ(get(store().next_due({})), at(0));
  const auto held = lease_one("A").held;
  EXPECT_EQ(get(store().next_due({})), at(7));
  store().release(held);
  EXPECT_EQ(get(store().next_due({})), at(0));
}

TEST_P(state_contract, NextDueIsLaterThanWhatTheCallerKnows) {
  announce("A", {.due_at = at(0)});
  announce("B", {.due_at = at(7)});
  EXPECT_EQ(get(store().next_due(at(0) - duration(1))), at(0));
  EXPECT_EQ(get(store().next_due(at(0))), at(7));
  EXPECT_EQ(get(store().next_due(at(7))), std::nullopt);
}

TEST_P(state_contract, UpdateWritesWhatTheTransitionGives) {
  announce("A", {.due_at = at(0)});
  const auto held = lease_one("A").held;
  const auto written = run(store().update(held, [](const onboarding& fresh) {
    recording next{.is = fresh.is, .due = {}, .history = {}};
    next.is.account.id = user_id("u-1");
    next.is.stands = {standing::waiting, reason::none, at(3), 1, 0};
    next.is.version = 99;
    next.due = {at(5), true, lane::secrets, at(60)};
    next.history = {{at(3), "step create_account", "done"}};
    return next;
  }));
  ASSERT_TRUE(written);
  EXPECT_EQ(written->is.version, 1U);
  EXPECT_EQ(written->is.account.id, user_id("u-1"));
  EXPECT_EQ(find("A").is, written->is);
  EXPECT_EQ(find("A").wants, written->wants);
  EXPECT_EQ(get(store().history(key_of("A"))).back().detail, "done");
  store().release(held);
  EXPECT_EQ(get(store().next_due({})), at(5));
  const auto listed = get(store().list({}));
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].activation_at, at(60));
  EXPECT_EQ(run(store().update(held, due_again(at(1)))).error().code,
            make_error_code(state_errc::lease_lost));
}

TEST_P(state_contract, EachUpdateSeesTheOneBefore) {
  announce("A", {.due_at = at(0)});
  const auto held = lease_one("A").held;
  for (std::uint64_t turn = 0; turn < 3; ++turn) {
    const auto written = write(held, [turn](actual& is) {
      EXPECT_EQ(is.next_step, turn + 1);
      ++is.next_step;
    });
    ASSERT_TRUE(written);
    EXPECT_EQ(written->is.version, turn + 1);
  }
}

TEST_P(state_contract, TheRecordingDecidesTheScheduleEvenCalmer) {
  announce("A", {.due_at = at(0), .urgent = true, .activation_at = at(60)});
  const auto held = lease_one("A").held;
  ASSERT_TRUE(run(store().update(held, due_again(at(9)))));
  store().release(held);
  EXPECT_TRUE(lease_ids({.now = at(9), .max = 9, .urgent_only = true}).empty());
  EXPECT_EQ(lease_ids({.now = at(9), .max = 9}), ids{"A"});
}

TEST_P(state_contract, ARecordUnderWayIsDueIfTheProcessEnds) {
  const auto under_way = [](schedule due) {
    return [due](const onboarding& fresh) {
      return recording{.is = fresh.is, .due = due, .under_way = true};
    };
  };
  announce("A", {.due_at = at(0)});
  auto held = lease_one("A").held;
  ASSERT_TRUE(run(store().update(held, under_way({.due_at = at(3)}))));
  reopen();
  held = lease_one("A", at(3)).held;
  ASSERT_TRUE(run(store().update(held, due_again(at(9)))));
  ASSERT_TRUE(run(store().update(held, under_way({.due_at = at(4)}))));
  reopen();
  held = lease_one("A", at(4)).held;
  ASSERT_TRUE(run(store().update(held, under_way({.due_at = at(4), .urgent = true}))));
  reopen();
  EXPECT_EQ(lease_ids({.now = at(4), .max = 9, .urgent_only = true}), ids{"A"});
}

TEST_P(state_contract, AReservedNameIsTakenForOthersWhateverItsCase) {
  announce("A", {.due_at = at(0)});
  announce("B", {.due_at = at(0)});
  const auto first = lease_one("A").held;
  const auto second = lease_one("B").held;
  const auto reserve = [](std::string name) {
    return [name](actual& is) { is.account.reserved.edit().user_principal_name = name; };
  };
  ASSERT_TRUE(write(first, reserve("Ann.Bell@example.org")));
  const auto refused = write(second, reserve("ann.bell@EXAMPLE.org"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, make_error_code(state_errc::name_taken));
  EXPECT_EQ(refused.error().kind, failure::permanent);
  EXPECT_EQ(find("B").is, actual{});
  ASSERT_TRUE(write(second, reserve("ann.bell1@example.org")));
  ASSERT_TRUE(write(first, reserve("Ann.Bell@example.org")));
  ASSERT_TRUE(write(first, reserve("")));
  EXPECT_TRUE(write(second, reserve("ann.bell@example.org")));
}

TEST_P(state_contract, LinesAlikeInARowAreOneWithACount) {
  announce("A", {.due_at = at(0)});
  const auto held = lease_one("A").held;
  const auto tell = [&](int minute, std::string detail) {
    EXPECT_TRUE(run(store().update(held, [minute, detail](const onboarding& fresh) {
      return recording{
          .is = fresh.is, .due = {}, .history = {{at(minute), "step look_account", detail}}};
    })));
  };
  tell(1, "throttled");
  tell(2, "throttled");
  tell(3, "done");
  tell(4, "throttled");
  const auto story = get(store().history(key_of("A")));
  const std::vector<history_entry> expected = {{at(0), "event announced", "", 1},
                                               {at(2), "step look_account", "throttled", 2},
                                               {at(3), "step look_account", "done", 1},
                                               {at(4), "step look_account", "throttled", 1}};
  EXPECT_EQ(story, expected);
}

TEST_P(state_contract, ManyCallsAtOnceAllSucceed) {
  for (int number = 0; number < 50; ++number) {
    announce("H" + std::to_string(number), {.due_at = at(0)});
  }
  auto leased = get(store().lease_due({.now = at(0), .max = 99}));
  ASSERT_EQ(leased.size(), 50U);
  int done = 0;
  for (const auto& one : leased) {
    boost::asio::co_spawn(context(), store().update(one.held, due_again(at(5))),
                          [&done](const std::exception_ptr&, const result<onboarding>& said) {
                            if (said) ++done;
                          });
  }
  context().restart();
  context().run();
  EXPECT_EQ(done, 50);
}

}  // namespace
}  // namespace daypass::contract

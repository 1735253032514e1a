// purge, and what meets a tombstone.
#include "contract/state/state_fixture.hpp"

namespace daypass::contract {
namespace {

using enum intake_result;
using results = std::vector<intake_result>;

constexpr int never_due = -1;

class purging : public state_contract {
 protected:
  /// A hire that has stood so since at(since).
  void rest(const std::string& id, standing where, reason why, int since, int due = never_due) {
    announce(id, {.due_at = at(0)});
    const auto held = lease_one(id).held;
    schedule next;
    if (due != never_due) next.due_at = at(due);
    EXPECT_TRUE(write(
        held,
        [&](actual& is) {
          is.stands = {where, why, at(since), 1, 0};
          is.account.reserved.edit().user_principal_name = id + "@x";
        },
        next));
    store().release(held);
  }
  void settle(const std::string& id, int since) {
    rest(id, standing::settled, reason::none, since);
  }
  purge_receipt purge(int before, std::size_t max = 100) {
    return get(store().purge({.now = at(500), .before = at(before), .max = max}));
  }
  bool known(const std::string& id) { return get(store().find(key_of(id))).has_value(); }
  intake_receipt tell(const std::string& id, std::int64_t revision,
                      event_kind kind = event_kind::announced) {
    return record({item_of(event_of(id, revision, kind))});
  }
};

INSTANTIATE_TEST_SUITE_P(States, purging, ::testing::ValuesIn(all_states()),
                         [](const auto& info) { return info.param.name; });

TEST_P(purging, TakesWhatHasRestedAndNothingElse) {
  settle("OLD", 10);
  rest("ESTABLISHED", standing::parked, reason::established, 10);
  settle("YOUNG", 60);
  rest("PARKED", standing::parked, reason::foreign_pass, 10);
  rest("WAITING", standing::waiting, reason::none, 10);
  rest("WOKEN", standing::settled, reason::none, 10, 100);
  const auto gone = purge(60);
  EXPECT_EQ(gone.hires, 2U);
  EXPECT_TRUE(gone.done);
  EXPECT_FALSE(known("OLD"));
  EXPECT_FALSE(known("ESTABLISHED"));
  EXPECT_TRUE(get(store().history(key_of("OLD"))).empty());
  for (const char* id : {"YOUNG", "PARKED", "WAITING", "WOKEN"}) EXPECT_TRUE(known(id)) << id;
  EXPECT_EQ(get(store().totals(at(0))).by_standing.size(), 3U);
}

TEST_P(purging, LeavesALeasedHireAlone) {
  announce("A", {.due_at = at(0)});
  const auto held = lease_one("A").held;
  ASSERT_TRUE(write(held, [](actual& is) { is.stands.where = standing::settled; }));
  EXPECT_EQ(purge(400).hires, 0U);
  EXPECT_TRUE(known("A"));
  store().release(held);
  EXPECT_EQ(purge(400).hires, 1U);
}

TEST_P(purging, GoesOnInPortionsTheLongestRestedFirst) {
  settle("C", 30);
  settle("A", 10);
  settle("B", 20);
  const auto first = purge(60, 2);
  EXPECT_EQ(first.hires, 2U);
  EXPECT_FALSE(first.done);
  EXPECT_TRUE(known("C"));
  EXPECT_TRUE(purge(60, 2).done);
  EXPECT_FALSE(known("C"));
  EXPECT_EQ(purge(60, 2).hires, 0U);
}

TEST_P(purging, AReplayOfWhatWasKnownBringsNobodyBack) {
  tell("A", 1);
  tell("A", 3);
  settle("B", 10);
  const auto held = lease_one("A").held;
  ASSERT_TRUE(write(held, [](actual& is) { is.stands.where = standing::settled; }));
  store().release(held);
  const auto gone = purge(400);
  EXPECT_EQ(gone.hires, 2U);
  EXPECT_EQ(gone.event_ids, 3U);
  EXPECT_EQ(tell("A", 1).results, results{no_change});
  const auto again = tell("A", 3);
  EXPECT_EQ(again.results, results{no_change});
  EXPECT_TRUE(again.touched.empty());
  EXPECT_EQ(tell("A", 3).results, results{duplicate});
  EXPECT_FALSE(known("A"));
  EXPECT_EQ(get(store().list({})).size(), 0U);
}

TEST_P(purging, WhatIsNewerMakesARecordThatRemembersThePurge) {
  settle("A", 10);
  purge(60);
  reopen();
  EXPECT_EQ(tell("A", 2).results, results{folded});
  const onboarding record = find("A");
  EXPECT_EQ(record.is.purged_at, at(500));
  EXPECT_EQ(record.wants.text(field::department), "D2");
  EXPECT_EQ(record.wants.version, 2U);
  EXPECT_TRUE(record.ordered.empty());
  EXPECT_EQ(get(store().history(key_of("A"))).size(), 1U);
  EXPECT_EQ(lease_ids({.now = at(0), .max = 9}), std::vector<std::string>{"A"});
  EXPECT_EQ(get(store().add_order(key_of("A"), {.kind = order_kind::adopt, .at = at(1)})), 1U);
}

TEST_P(purging, AnotherHireIsNotConcerned) {
  settle("A", 10);
  purge(60);
  EXPECT_EQ(tell("B", 1).results, results{folded});
  EXPECT_FALSE(find("B").is.purged_at);
}

TEST_P(purging, TheUpnOfAPurgedHireIsFree) {
  settle("A", 10);
  announce("B", {.due_at = at(0)});
  const auto held = lease_one("B").held;
  const auto reserve = [](actual& is) { is.account.reserved.edit().user_principal_name = "a@x"; };
  EXPECT_FALSE(write(held, reserve));
  purge(60);
  EXPECT_TRUE(write(held, reserve));
}

TEST_P(purging, ARecordCanBePurgedAgain) {
  settle("A", 10);
  purge(60);
  tell("A", 2);
  const auto held = lease_one("A").held;
  ASSERT_TRUE(write(
      held, [](actual& is) { is.stands = {standing::parked, reason::established, at(20), 2, 0}; }));
  store().release(held);
  EXPECT_EQ(purge(60).hires, 1U);
  EXPECT_EQ(tell("A", 2).results, results{no_change});
  EXPECT_EQ(tell("A", 3).results, results{folded});
}

TEST_P(purging, TakesEventIdsAndQuarantinedEventsByTheirAge) {
  announce("A", {});
  hire_event later = event_of("A", 2);
  later.received_at = at(100);
  record({item_of(later)});
  quarantined_event old;
  old.raw.partition = {"hires", 0};
  old.code = "bad";
  old.at = at(0);
  quarantined_event young = old;
  young.raw.offset = 1;
  young.at = at(100);
  record({{.after = {{"hires", 0}, 1, "c"}, .quarantine = old},
          {.after = {{"hires", 0}, 2, "c"}, .quarantine = young}});
  const auto gone = purge(60);
  EXPECT_EQ(gone.hires, 0U);
  EXPECT_EQ(gone.event_ids, 1U);
  EXPECT_EQ(gone.quarantined, 1U);
  const auto left = get(store().quarantine(9));
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].at, at(100));
  EXPECT_TRUE(known("A"));
  EXPECT_EQ(record({item_of(later)}).results, results{duplicate});
  EXPECT_EQ(tell("A", 1).results, results{no_change});
}

}  // namespace
}  // namespace daypass::contract

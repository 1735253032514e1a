// record_batch and positions.
#include "contract/state/state_fixture.hpp"

namespace daypass::contract {
namespace {

using enum intake_result;
using results = std::vector<intake_result>;

TEST_P(state_contract, RecordsANewHire) {
  const auto receipt = record({item_of(event_of("A", 1))});
  EXPECT_EQ(receipt.results, results{intake_result::folded});
  EXPECT_EQ(receipt.touched, std::vector{key_of("A")});
  EXPECT_TRUE(receipt.urgent.empty());
  const onboarding record = find("A");
  EXPECT_EQ(record.key, key_of("A"));
  EXPECT_EQ(record.wants.text(field::department), "D1");
  EXPECT_EQ(record.is, actual{});
  EXPECT_TRUE(record.ordered.empty());
}

TEST_P(state_contract, EventsOfOneHireInABatchSeeEachOther) {
  const auto receipt = record({item_of(event_of("A", 1), 0), item_of(event_of("B", 1), 1),
                               item_of(event_of("A", 2), 2), item_of(event_of("A", 3), 3)});
  EXPECT_EQ(receipt.touched, (std::vector{key_of("A"), key_of("B")}));
  EXPECT_EQ(find("A").wants.version, 3U);
  EXPECT_EQ(find("A").wants.text(field::department), "D3");
}

TEST_P(state_contract, AnEventThatLosesChangesNothing) {
  record({item_of(event_of("A", 2))});
  lease_one("A");
  const auto receipt = record({item_of(event_of("A", 1))});
  EXPECT_EQ(receipt.results, results{no_change});
  EXPECT_TRUE(receipt.touched.empty());
  EXPECT_EQ(find("A").wants.version, 1U);
}

TEST_P(state_contract, TheSameIdAndDigestIsADuplicate) {
  record({item_of(event_of("A", 1))});
  EXPECT_EQ(record({item_of(event_of("A", 1))}).results, results{duplicate});
  EXPECT_EQ(get(store().history(key_of("A"))).size(), 1U);
}

TEST_P(state_contract, ADuplicateWithinABatchIsSeen) {
  const auto receipt = record({item_of(event_of("A", 1), 0), item_of(event_of("A", 1), 1)});
  EXPECT_EQ(receipt.results, (results{intake_result::folded, duplicate}));
}

TEST_P(state_contract, TheSameIdWithAnotherDigestIsFoldedAndFlagged) {
  record({item_of(event_of("A", 1))});
  hire_event reused = event_of("A", 2);
  reused.id = event_of("A", 1).id;
  const auto receipt = record({item_of(reused)});
  EXPECT_EQ(receipt.results, results{id_reused});
  EXPECT_EQ(receipt.touched, std::vector{key_of("A")});
  EXPECT_EQ(find("A").wants.version, 2U);
  EXPECT_EQ(get(store().history(key_of("A"))).back().what, "event id_reused");
  EXPECT_EQ(record({item_of(reused)}).results, results{duplicate});
}

TEST_P(state_contract, TheSameIdOfAnotherSourceIsAnotherEvent) {
  record({item_of(event_of("A", 1))});
  hire_event other = event_of("A", 2);
  other.id = {"/other", event_of("A", 1).id.id};
  EXPECT_EQ(record({item_of(other)}).results, results{intake_result::folded});
}

TEST_P(state_contract, ARescissionIsUrgent) {
  record({item_of(event_of("A", 1)), item_of(event_of("B", 1))});
  const auto receipt = record({item_of(event_of("A", 2, event_kind::rescinded))});
  EXPECT_EQ(receipt.urgent, std::vector{key_of("A")});
  EXPECT_EQ(lease_ids({.now = at(0), .max = 9, .urgent_only = true}),
            std::vector<std::string>{"A"});
}

TEST_P(state_contract, IntakeNeverPostponesNorCalms) {
  record({item_of(event_of("A", 1)), item_of(event_of("A", 2, event_kind::rescinded))});
  record({item_of(event_of("A", 3))}, [](const onboarding* before, const hire_event& event) {
    auto after = simple_fold(before, event);
    after.due = {.due_at = at(500), .urgent = false};
    return after;
  });
  EXPECT_EQ(get(store().next_due({})), at(0));
  EXPECT_EQ(lease_ids({.now = at(0), .max = 9, .urgent_only = true}),
            std::vector<std::string>{"A"});
}

TEST_P(state_contract, PositionsAreStoredWithTheBatch) {
  EXPECT_TRUE(get(store().positions()).empty());
  intake_item passed;
  passed.after = {{"hires", 1}, 7, "cluster"};
  const auto receipt = record({item_of(event_of("A", 1), 4), passed, item_of(event_of("A", 2), 5)});
  EXPECT_EQ(receipt.results[1], passed_over);
  const auto stored = get(store().positions());
  ASSERT_EQ(stored.size(), 2U);
  EXPECT_EQ(stored[0].partition, (partition_id{"hires", 0}));
  EXPECT_EQ(stored[0].next_offset, 6);
  EXPECT_EQ(stored[0].cluster, "cluster");
  EXPECT_EQ(stored[1].next_offset, 7);
}

TEST_P(state_contract, APositionMayGoBackWhenTheLogIsReadAgain) {
  record({item_of(event_of("A", 1), 40)});
  record({item_of(event_of("A", 1), 3)});
  EXPECT_EQ(get(store().positions()).at(0).next_offset, 4);
}

TEST_P(state_contract, PositionsOfAnotherClusterAreApart) {
  record({item_of(event_of("A", 1), 4)});
  intake_item other = item_of(event_of("B", 1), 0);
  other.after.cluster = "another";
  record({other});
  EXPECT_EQ(get(store().positions()).size(), 2U);
}

TEST_P(state_contract, ARefusedEventIsQuarantinedAndTheOthersRecorded) {
  intake_item poisoned = item_of(event_of(std::string(65, 'X'), 1), 1);
  poisoned.origin = raw_event{};
  poisoned.origin->partition = poisoned.after.partition;
  poisoned.origin->offset = 1;
  poisoned.origin->value = "the bytes";
  const auto receipt =
      record({item_of(event_of("A", 1), 0), poisoned, item_of(event_of("B", 1), 2)});
  EXPECT_EQ(receipt.results, (results{intake_result::folded, quarantined, intake_result::folded}));
  EXPECT_EQ(receipt.touched, (std::vector{key_of("A"), key_of("B")}));
  const auto kept = get(store().quarantine(9));
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].code, "state_refused");
  EXPECT_EQ(kept[0].raw.value, "the bytes");
  EXPECT_EQ(get(store().positions()).at(0).next_offset, 3);
}

TEST_P(state_contract, AnEmptyBatchIsRecorded) {
  EXPECT_TRUE(record({}).results.empty());
}

TEST_P(state_contract, ALeasedRecordTakesEventsAndIsDueWhenReleased) {
  record({item_of(event_of("A", 1))});
  const auto held = lease_one("A").held;
  ASSERT_TRUE(run(store().update(held, due_again(at(99)))));
  record({item_of(event_of("A", 2))});
  const auto written = run(store().update(held, [](const onboarding& fresh) {
    EXPECT_EQ(fresh.wants.version, 2U);
    return recording{.is = fresh.is, .due = {.due_at = at(0)}, .history = {}};
  }));
  ASSERT_TRUE(written);
  EXPECT_TRUE(lease_ids({.now = at(0), .max = 9}).empty());
  store().release(held);
  EXPECT_EQ(lease_ids({.now = at(0), .max = 9}), std::vector<std::string>{"A"});
}

}  // namespace
}  // namespace daypass::contract

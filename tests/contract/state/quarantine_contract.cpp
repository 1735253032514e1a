// The quarantine and its outbox.
#include "contract/state/state_fixture.hpp"

namespace daypass::contract {
namespace {

using namespace std::string_literals;
using results = std::vector<intake_result>;

intake_item broken(std::int64_t offset) {
  quarantined_event kept;
  kept.raw.partition = {"hires", 0};
  kept.raw.offset = offset;
  kept.raw.key = "k\0\xFF"s;
  kept.raw.value = "\x00\xFE bytes"s;
  kept.raw.headers = {{"ce_id", "\xFF\x00"s}, {"", ""}, {"ce_id", "twice"}};
  kept.raw.produced_at = at(1);
  kept.raw.received_at = at(2);
  kept.full_digest = std::string(64, 'a');
  kept.code = "not_json";
  kept.what = "send JSON";
  kept.at = at(3);
  intake_item item;
  item.after = {{"hires", 0}, offset + 1, "cluster"};
  item.quarantine = kept;
  return item;
}

TEST_P(state_contract, QuarantineKeepsARecordWhole) {
  EXPECT_EQ(record({broken(5)}).results, results{intake_result::quarantined});
  const auto list = get(store().quarantine(9));
  ASSERT_EQ(list.size(), 1U);
  const quarantined_event expected = *broken(5).quarantine;
  EXPECT_GT(list[0].number, 0U);
  EXPECT_EQ(list[0].raw.partition, expected.raw.partition);
  EXPECT_EQ(list[0].raw.offset, 5);
  EXPECT_EQ(list[0].raw.key, expected.raw.key);
  EXPECT_EQ(list[0].raw.value, expected.raw.value);
  EXPECT_EQ(list[0].raw.headers, expected.raw.headers);
  EXPECT_EQ(list[0].raw.produced_at, at(1));
  EXPECT_EQ(list[0].raw.received_at, at(2));
  EXPECT_EQ(list[0].full_digest, expected.full_digest);
  EXPECT_EQ(list[0].code, "not_json");
  EXPECT_EQ(list[0].what, "send JSON");
  EXPECT_EQ(list[0].at, at(3));
  EXPECT_FALSE(list[0].delivered);
  EXPECT_EQ(get(store().positions()).at(0).next_offset, 6);
}

TEST_P(state_contract, ARecordWithoutKeyAndValueIsKeptSo) {
  intake_item item = broken(5);
  item.quarantine->raw.key.reset();
  item.quarantine->raw.value = "";
  item.quarantine->raw.headers.clear();
  item.quarantine->full_digest.reset();
  record({item});
  const auto list = get(store().quarantine(9));
  EXPECT_EQ(list.at(0).raw.key, std::nullopt);
  EXPECT_EQ(list.at(0).raw.value, "");
  EXPECT_TRUE(list.at(0).raw.headers.empty());
  EXPECT_EQ(list.at(0).full_digest, std::nullopt);
}

TEST_P(state_contract, ARecordReadAgainIsQuarantinedOnce) {
  record({broken(5)});
  EXPECT_EQ(record({broken(5)}).results, results{intake_result::duplicate});
  intake_item other = broken(5);
  other.quarantine->raw.value = "another record at this place of a new log";
  EXPECT_EQ(record({other}).results, results{intake_result::quarantined});
  EXPECT_EQ(get(store().quarantine(9)).size(), 2U);
}

TEST_P(state_contract, TheOutboxIsOldestFirstUntilDelivered) {
  record({broken(1), broken(2), broken(3)});
  const auto newest = get(store().quarantine(2));
  ASSERT_EQ(newest.size(), 2U);
  EXPECT_EQ(newest[0].raw.offset, 3);
  auto waiting = get(store().undelivered(0, 2));
  ASSERT_EQ(waiting.size(), 2U);
  EXPECT_EQ(waiting[0].raw.offset, 1);
  EXPECT_EQ(waiting[1].raw.offset, 2);
  const auto rest = get(store().undelivered(waiting[1].number, 9));
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0].raw.offset, 3);
  EXPECT_TRUE(run(store().mark_delivered({waiting[0].number, waiting[1].number})));
  EXPECT_TRUE(run(store().mark_delivered({waiting[0].number, 999})));
  waiting = get(store().undelivered(0, 9));
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting[0].raw.offset, 3);
  EXPECT_TRUE(get(store().quarantine(9)).at(2).delivered);
  const auto totals = get(store().totals(at(0)));
  EXPECT_EQ(totals.quarantined, 3U);
  EXPECT_EQ(totals.undelivered, 1U);
}

}  // namespace
}  // namespace daypass::contract

#include "start_offset.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace daypass::kafka {
namespace {

using offset = std::optional<std::int64_t>;

struct start_case {
  const char* name;
  offset committed;
  offset stored;
  const char* stored_cluster;
  std::int64_t log_start;
  std::int64_t log_end;
  start_offset expected;
};

start_facts facts_of(const start_case& row) {
  start_facts facts{row.committed, std::nullopt, "C1", row.log_start, row.log_end};
  if (row.stored) facts.stored = stored_offset{*row.stored, row.stored_cluster};
  return facts;
}

const std::vector<start_case>& cases() {
  using enum start_reason;
  static const std::vector<start_case> rows = {
      {"both missing", {}, {}, "", 5, 90, {5, first_time}},
      {"both missing, empty log", {}, {}, "", 0, 0, {0, first_time}},
      {"committed alone", 40, {}, "", 5, 90, {40, resumed}},
      {"stored alone", {}, 40, "C1", 5, 90, {40, resumed}},
      {"equal", 40, 40, "C1", 5, 90, {40, resumed}},
      {"committed lags", 30, 40, "C1", 5, 90, {30, resumed}},
      {"stored lags: a restored backup", 40, 30, "C1", 5, 90, {30, resumed}},
      {"at the log's end", 90, 90, "C1", 5, 90, {90, resumed}},
      {"at the log's start", 5, 5, "C1", 5, 90, {5, resumed}},
      {"stored in another cluster", {}, 40, "C2", 5, 90, {5, other_cluster}},
      {"another cluster, committed here", 30, 40, "C2", 5, 90, {5, other_cluster}},
      {"stored beyond the end", {}, 91, "C1", 5, 90, {5, beyond_end}},
      {"committed beyond the end", 91, {}, "", 5, 90, {5, beyond_end}},
      {"only committed beyond the end", 91, 40, "C1", 5, 90, {5, beyond_end}},
      {"only stored beyond the end", 40, 91, "C1", 5, 90, {5, beyond_end}},
      {"stored before the start", 4, 4, "C1", 5, 90, {5, events_lost}},
      {"stored before, committed after", 40, 4, "C1", 5, 90, {5, events_lost}},
      {"committed before, none stored", 4, {}, "", 5, 90, {5, events_lost}},
      {"committed set back before the start", 0, 40, "C1", 5, 90, {5, resumed}},
      {"all of the log expired", 40, 40, "C1", 90, 90, {90, events_lost}},
      {"offset 0 in a fresh log", 0, 0, "C1", 0, 0, {0, resumed}},
  };
  return rows;
}

TEST(StartOffset, FollowsTheTable) {
  for (const auto& row : cases()) {
    const auto chosen = choose_start(facts_of(row));
    EXPECT_EQ(chosen.next, row.expected.next) << row.name;
    EXPECT_EQ(chosen.why, row.expected.why) << row.name;
  }
}

TEST(StartOffset, NeverSkipsWhatMayNotBeRecorded) {
  for (const auto& row : cases()) {
    const auto chosen = choose_start(facts_of(row));
    EXPECT_GE(chosen.next, row.log_start) << row.name;
    EXPECT_LE(chosen.next, row.log_end) << row.name;
    const bool fits = row.stored && row.stored_cluster == std::string("C1");
    if (fits && *row.stored >= row.log_start) EXPECT_LE(chosen.next, *row.stored) << row.name;
  }
}

TEST(StartOffset, IsExplainedWhenAPersonMustKnow) {
  for (const auto& row : cases()) {
    const auto facts = facts_of(row);
    const auto chosen = choose_start(facts);
    const bool plain =
        chosen.why == start_reason::first_time || chosen.why == start_reason::resumed;
    EXPECT_EQ(describe(chosen, facts).empty(), plain) << row.name;
  }
  const start_facts lost{std::nullopt, stored_offset{4, "C1"}, "C1", 5, 90};
  EXPECT_EQ(describe(choose_start(lost), lost),
            "the log begins after what is recorded (stored 4, committed none, log 5 to 90): the "
            "events between are lost; have HR send them again");
}

TEST(StartOffset, IsChosenByWhatIsStoredOfThisCluster) {
  const partition_id ours{"hires", 1};
  const position old{ours, 90, "C0"};
  const position present{ours, 7, "C1"};
  const position elsewhere{{"hires", 0}, 5, "C1"};
  const auto next = [&](const std::vector<position>& held) {
    const auto found = stored_of(held, ours, "C1");
    return found ? offset(found->next) : offset();
  };
  EXPECT_EQ(next({}), offset());
  EXPECT_EQ(next({elsewhere}), offset());
  EXPECT_EQ(next({elsewhere, present}), 7);
  // After a move the state holds both for ever, whichever comes first.
  EXPECT_EQ(next({old, present}), 7);
  EXPECT_EQ(next({present, old}), 7);
  EXPECT_EQ(stored_of({elsewhere, old}, ours, "C1")->cluster, "C0");
}

}  // namespace
}  // namespace daypass::kafka

#include "daypass/planner/fold.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace daypass::planner {
namespace {

constexpr instant monday = std::chrono::sys_days(std::chrono::year{2026} / 11 / 2);

hire_event event_of(event_kind kind, std::int64_t order, const std::string& id) {
  hire_event event;
  event.key = {"default", "E1"};
  event.kind = kind;
  event.order = order;
  event.id = {"hr", id};
  event.received_at = monday + minutes{order};
  return event;
}

hire_event announced(std::int64_t order, const std::string& id, const std::string& start) {
  hire_event event = event_of(event_kind::announced, order, id);
  for (std::size_t index = 1; index < field_count; ++index) {
    event.changes.clear(static_cast<field>(index));
  }
  event.changes.set(field::start_date, start);
  event.changes.set(field::department, "D" + id);
  return event;
}

wanted folded(const std::vector<hire_event>& events) {
  wanted wants;
  for (const hire_event& event : events) wants = fold(std::move(wants), event);
  return wants;
}

/// `version` counts what changed on the way, so it alone may differ with the order of arrival.
wanted without_version(wanted wants) {
  wants.version = 0;
  return wants;
}

hire_event random_event(std::mt19937_64& random, int number) {
  const auto order = static_cast<std::int64_t>(random() % 4);
  const std::string id = std::to_string(number);
  switch (random() % 4) {
    case 0:
      return announced(order, id, "2026-11-1" + std::to_string(random() % 10));
    case 1:
      return event_of(event_kind::rescinded, order, id);
    default: {
      hire_event event = event_of(event_kind::changed, order, id);
      if (random() % 2 == 0) event.changes.set(field::department, "C" + id);
      if (random() % 2 == 0) event.changes.clear(field::job_title);
      if (random() % 2 == 0) event.changes.set(field::start_date, "2026-12-0" + id);
      return event;
    }
  }
}

TEST(Fold, GivesTheSameForEveryOrderOfArrival) {
  std::mt19937_64 random(7);
  for (int set = 0; set < 40; ++set) {
    std::vector<hire_event> events;
    for (int number = 0; number < 5; ++number) events.push_back(random_event(random, number));
    std::vector<int> order(events.size());
    std::iota(order.begin(), order.end(), 0);
    const wanted expected = without_version(folded(events));
    do {
      std::vector<hire_event> permuted;
      for (const int index : order) permuted.push_back(events[static_cast<std::size_t>(index)]);
      ASSERT_EQ(without_version(folded(permuted)), expected) << "set " << set;
    } while (std::ranges::next_permutation(order).found);
  }
}

TEST(Fold, ChangesNothingWhenAnEventComesTwice) {
  const hire_event once = announced(1, "a", "2026-11-10");
  const wanted wants = folded({once});
  EXPECT_EQ(wants.version, 1U);
  EXPECT_EQ(fold(wants, once), wants);
}

TEST(Fold, SetsEachFieldThatAnEventNames) {
  hire_event event = event_of(event_kind::announced, 1, "a");
  for (std::size_t index = 1; index < field_count; ++index) {
    event.changes.set(static_cast<field>(index), "V" + std::to_string(index));
  }
  const wanted wants = folded({event});
  for (std::size_t index = 1; index < field_count; ++index) {
    EXPECT_EQ(wants.text(static_cast<field>(index)), "V" + std::to_string(index));
  }
  EXPECT_EQ(wants.text(field::status), "open");
}

TEST(Fold, LeavesAFieldToTheFirstTextOfOneId) {
  const hire_event first = announced(1, "a", "2026-11-10");
  const wanted wants = folded({first, announced(1, "a", "2026-12-01")});
  EXPECT_EQ(wants.text(field::start_date), "2026-11-10");
  EXPECT_EQ(fold(wants, first), wants) << "a replay moves nothing";
}

TEST(Fold, LetsARescissionWinAgainstAnAnnouncedOfItsRevision) {
  const wanted wants =
      folded({event_of(event_kind::rescinded, 2, "r"), announced(2, "a", "2026-11-10")});
  EXPECT_TRUE(wants.rescinded());
  EXPECT_TRUE(wants.announced());
}

TEST(Fold, OpensARescindedHireForAGreaterRevisionOnly) {
  const hire_event rescission = event_of(event_kind::rescinded, 2, "r");
  EXPECT_TRUE(folded({rescission, announced(1, "a", "2026-11-10")}).rescinded());
  EXPECT_FALSE(folded({rescission, announced(3, "a", "2026-11-10")}).rescinded());
}

TEST(Fold, KeepsTheRescissionThatLostForOperatorsToSee) {
  const wanted wants =
      folded({announced(3, "a", "2026-11-10"), event_of(event_kind::rescinded, 2, "late")});
  EXPECT_FALSE(wants.rescinded());
  ASSERT_TRUE(wants.rescinded_by.has_value());
  EXPECT_EQ(wants.rescinded_by->event.id(), "late");
}

TEST(Fold, LetsAnAnnouncedClearWhatAnEarlierChangeSet) {
  hire_event change = event_of(event_kind::changed, 1, "c");
  change.changes.set(field::job_title, "Engineer");
  const wanted wants = folded({change, announced(2, "a", "2026-11-10")});
  EXPECT_FALSE(wants.value(field::job_title).has_value());
}

TEST(Fold, KeepsALaterChangeAgainstAnEarlierAnnounced) {
  hire_event change = event_of(event_kind::changed, 5, "c");
  change.changes.set(field::start_date, "2026-12-01");
  EXPECT_EQ(folded({change, announced(1, "a", "2026-11-10")}).text(field::start_date),
            "2026-12-01");
}

TEST(Fold, KeepsTheEarliestArrivalOfOneEvent) {
  hire_event later = announced(1, "a", "2026-11-10");
  later.received_at += hours{1};
  const hire_event once = announced(1, "a", "2026-11-10");
  EXPECT_EQ(folded({later, once}).announced_at, once.received_at);
  EXPECT_EQ(folded({once, later}).announced_at, once.received_at);
}

TEST(Fold, KnowsWhenTheStartThatHoldsWasHeard) {
  const hire_event first = announced(1, "a", "2026-11-10");
  hire_event moved = event_of(event_kind::changed, 5, "c");
  moved.changes.set(field::start_date, "2026-12-01");
  hire_event again = moved;
  again.received_at += hours{1};
  hire_event other = event_of(event_kind::changed, 7, "d");
  other.changes.set(field::department, "Ships");
  EXPECT_EQ(folded({first}).start_seen_at, first.received_at);
  EXPECT_EQ(folded({first, moved, other}).start_seen_at, moved.received_at);
  EXPECT_EQ(folded({moved, first}).start_seen_at, moved.received_at);
  EXPECT_EQ(folded({again, moved}).start_seen_at, moved.received_at);
  EXPECT_EQ(folded({moved, again}).start_seen_at, moved.received_at);
}

}  // namespace
}  // namespace daypass::planner

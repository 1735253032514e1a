// changed_elsewhere.
#include "contract/members/members_fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <algorithm>

namespace daypass::contract {
namespace {

using keys = std::vector<hire_key>;

class changes : public members_contract {
 protected:
  void SetUp() override {
    members_contract::SetUp();
    all().join();
    all().join();
    for (const char* id : {"A", "B", "C"}) tell(0, event_of(id, 1));
    ASSERT_EQ(lease(0, 2).size(), 2U);  // A and B.
  }
  keys heard(std::size_t which) {
    const auto given = begin(which, seat(which).changed_elsewhere());
    EXPECT_TRUE(wait([&] { return given->has_value(); }));
    return support::value_of(given);
  }
};

INSTANTIATE_TEST_SUITE_P(Members, changes, ::testing::ValuesIn(all_members()),
                         [](const auto& info) { return info.param.name; });

TEST_P(changes, AnEventOfALeasedHireIsHeard) {
  const auto waiting = begin(0, seat(0).changed_elsewhere());
  tell(1, event_of("A", 2, event_kind::rescinded));
  ASSERT_TRUE(wait([&] { return waiting->has_value(); }));
  EXPECT_EQ(support::value_of(waiting), keys{key_of("A")});
}

TEST_P(changes, AnOrderForALeasedHireIsHeard) {
  get(1, store(1).add_order(key_of("B"), {.kind = order_kind::revoke, .at = at(0)}));
  EXPECT_EQ(heard(0), keys{key_of("B")});
}

TEST_P(changes, WhatOneChangesItselfAndWhatIsNotLeasedIsNotHeard) {
  tell(0, event_of("A", 2));
  get(0, store(0).add_order(key_of("A"), {.kind = order_kind::hold, .at = at(0)}));
  tell(1, event_of("C", 2));
  tell(1, event_of("A", 1));
  tell(1, event_of("B", 2));
  EXPECT_EQ(heard(0), keys{key_of("B")});
}

TEST_P(changes, TheHolderReadsWhatItHeard) {
  tell(1, event_of("A", 5));
  ASSERT_EQ(heard(0), keys{key_of("A")});
  EXPECT_EQ(get(0, store(0).find(key_of("A")))->wants.version, 2U);
}

TEST_P(changes, AfterAnOutageAllThatIsLeasedCountsAsChanged) {
  all().cut();
  const auto until = seat(0).leases_hold_until();
  ASSERT_TRUE(wait([&] { return all().now() > until - std::chrono::milliseconds(400); }));
  all().mend();
  keys told = heard(0);
  std::ranges::sort(told, {}, &hire_key::hire_id);
  EXPECT_EQ(told, (keys{key_of("A"), key_of("B")}));
}

TEST_P(changes, ACancelledWaiterHearsNothing) {
  boost::asio::cancellation_signal cancel;
  bool ended = false;
  boost::asio::co_spawn(all().context(0), seat(0).changed_elsewhere(),
                        boost::asio::bind_cancellation_slot(
                            cancel.slot(), [&](const std::exception_ptr& bug, const keys& told) {
                              ended = !bug && told.empty();
                            }));
  ASSERT_FALSE(wait([&, turns = 0]() mutable { return ++turns > 20; }) && ended);
  cancel.emit(boost::asio::cancellation_type::terminal);
  EXPECT_TRUE(wait([&] { return ended; }));
}

TEST_P(changes, WhoIsToldNoMoreHearsNothingAndKeepsItsLeases) {
  const auto waiting = begin(0, seat(0).changed_elsewhere());
  seat(0).stop_telling();
  EXPECT_TRUE(wait([&] { return waiting->has_value(); }));
  EXPECT_TRUE(support::value_of(waiting).empty());
  tell(1, event_of("A", 2));
  EXPECT_TRUE(heard(0).empty());
  EXPECT_TRUE(lease(1).size() == 1) << "C alone is nobody's";
}

}  // namespace
}  // namespace daypass::contract

// Events that meet a tombstone (design 5.7): a record that rests, and no step ever, until an order.
#include "unit/engine/engine_rig.hpp"

#include <gtest/gtest.h>

namespace daypass::engine::testing {
namespace {

class PurgedHire : public ::testing::Test {
 protected:
  /// Ada was hired, settled and purged; then HR tells this.
  void meet(hire_event event) {
    rig_.tell(event_of(event_kind::announced, 1));
    rig_.tell(std::move(event), monday + days{12});
    rig_.start();
    rig_.run_until(monday + days{3} + hours{9});
    account_ = rig_.tenant.accounts().front().id;
    rig_.tenant.register_method(account_, "fido2");
    rig_.run_until(monday + days{11});
    ASSERT_FALSE(rig_.state.records().contains(ada));
    rig_.reports.heard.clear();
    rig_.run_until(monday + days{13});
  }

  void expect_nothing_done() {
    const actual& is = rig_.record(ada).record.is;
    EXPECT_EQ(is.stands.where, standing::parked);
    EXPECT_EQ(is.stands.why, reason::established);
    EXPECT_EQ(rig_.record(ada).due.due_at, never);
    EXPECT_TRUE(rig_.reports.all<happening::step_finished>().empty());
    EXPECT_TRUE(rig_.tenant.find(account_)->enabled);
    EXPECT_TRUE(rig_.tenant.find(account_)->former_passes.empty());  // The first one, long over.
    EXPECT_TRUE(rig_.secrets.published().empty());
    EXPECT_EQ(rig_.tenant.accounts().size(), 1U);
  }

  static hire_event hired_again() {
    hire_event event = event_of(event_kind::announced, 2);
    event.changes.set(field::start_date, "2026-11-17");
    return event;
  }

  engine_rig rig_{days{6}};
  user_id account_;
};

TEST_F(PurgedHire, AForgedAnnouncementGainsNothing) {
  meet(hired_again());
  expect_nothing_done();
  EXPECT_TRUE(rig_.reports.all<happening::rescission_unheeded>().empty());
}

TEST_F(PurgedHire, ALateRescissionLocksNobodyOutAndRaisesAnAlarm) {
  meet(event_of(event_kind::rescinded, 2));
  expect_nothing_done();
  EXPECT_EQ(rig_.reports.all<happening::rescission_unheeded>().size(), 1U);
  EXPECT_EQ(rig_.tenant.find(account_)->session_revocations, 0);
}

TEST_F(PurgedHire, AnOperatorsRevokeOfWhatIsNoHireOfOursDoesNotPretendToLockOut) {
  meet(event_of(event_kind::rescinded, 2));
  rig_.reports.heard.clear();
  rig_.order(ada, order_kind::revoke);
  rig_.run_until(monday + days{13} + hours{1});
  expect_nothing_done();
  EXPECT_EQ(rig_.reports.all<happening::rescission_unheeded>().size(), 1U);
  EXPECT_EQ(rig_.record(ada).story.back().what, "not locked out");
}

TEST_F(PurgedHire, AReplayBringsNobodyBack) {
  rig_.tell(event_of(event_kind::announced, 1));
  rig_.tell(event_of(event_kind::announced, 1), monday + days{12});
  rig_.start();
  rig_.run_until(monday + days{3} + hours{9});
  rig_.tenant.register_method(rig_.tenant.accounts().front().id, "fido2");
  rig_.run_until(monday + days{13});
  EXPECT_TRUE(rig_.state.records().empty());
}

TEST_F(PurgedHire, ARehireNeedsAnOrder) {
  meet(hired_again());
  expect_nothing_done();
  rig_.tenant.purge(account_);  // The leaver's account went long ago.
  rig_.order(ada, order_kind::reissue);
  rig_.run_until(monday + days{14});
  ASSERT_EQ(rig_.tenant.accounts().size(), 2U);
  EXPECT_EQ(rig_.record(ada).record.is.account.origin, account_origin::created);
  EXPECT_TRUE(rig_.tenant.accounts().back().pass);
  EXPECT_EQ(rig_.secrets.published().size(), 1U);
}

}  // namespace
}  // namespace daypass::engine::testing

// Design 5.7: whom a rescission may lock out, and until when.

#include "integration/authority/authority_test.hpp"

namespace daypass::integration {
namespace {

class Rescission : public authority_test {
 protected:
  void take_on() {
    announce("E1");
    advance_to(pass_usable);
    start_work("E1");
    advance_to(window_over);
    expect_settled("E1", ending::registered);
  }
};

TEST_F(Rescission, LocksOutANewHireUntilThirtyDaysAfterTheFirstPassBecameUsable) {
  take_on();
  advance_to(activation + days{30} - hours{1});
  rescind("E1");
  expect_locked_out("E1");
  EXPECT_EQ(account("E1")->live_sessions, 0U);
}

TEST_F(Rescission, DoesNotLockOutAnEstablishedAccountAndAlerts) {
  take_on();
  advance_to(activation + days{30} + minutes{1});
  const json before = portrait("E1");
  rescind("E1");
  advance(days{2});
  expect_parked("E1", reason::established);
  EXPECT_TRUE(reported_parked("E1", reason::established));
  // Our own expired pass may go; what is the employee's stays.
  const json after = portrait("E1");
  for (const char* part : {"enabled", "live_sessions", "properties", "methods", "groups"}) {
    EXPECT_EQ(after[part], before[part]) << part;
  }
}

TEST_F(Rescission, GoesOnWhenItBeganInTime) {
  take_on();
  advance_to(activation + days{30} - minutes{5});
  world().graph().state().faults.add(
      {.kind = "user.update",
       .times = 20,
       .what = {.name = "status", .takes_effect = entra_simulator::effect::none, .status = 503}});
  rescind("E1");
  EXPECT_TRUE(account("E1")->enabled());
  advance_to(activation + days{30} + minutes{1});
  EXPECT_TRUE(account("E1")->enabled());
  advance_to(activation + days{31});
  expect_locked_out("E1");
}

TEST_F(Rescission, ByARevokeOrderLocksOutAtAnyTime) {
  take_on();
  advance_to(activation + days{100});
  world().order("E1", order_kind::revoke);
  expect_locked_out("E1");
}

TEST_F(Rescission, DisablesAnAccountThatOthersDeletedAndRestored) {
  announce("E1");
  advance_to(pass_issued);
  act_on("delete_user", "E1");
  advance(hours{13});
  expect_parked("E1", reason::account_deleted);
  act_on("restore_user", world().find("E1")->is.account.id.text());
  EXPECT_TRUE(account("E1")->enabled());
  rescind("E1");
  expect_locked_out("E1");
}

TEST_F(Rescission, SettlesWhereTheAccountIsGone) {
  announce("E1");
  advance_to(pass_issued);
  act_on("purge_user", "E1");
  rescind("E1");
  advance(hours{1});
  expect_settled("E1", ending::rescinded);
  expect_no_pass("E1");
  EXPECT_EQ(accounts_ever(), 1U);
}

TEST_F(Rescission, LeavesAForeignPassAndDisablesTheAccount) {
  announce("E1");
  advance_to(pass_issued);
  act("make_pass", {{"user", "E1"}, {"start", "2026-12-14T06:00:00Z"}});
  advance(hours{13});
  expect_parked("E1", reason::foreign_pass);
  rescind("E1");
  expect_settled("E1", ending::rescinded);
  EXPECT_TRUE(has_pass("E1"));  // It opens nothing: the account is disabled.
  EXPECT_FALSE(account("E1")->enabled());
}

}  // namespace
}  // namespace daypass::integration

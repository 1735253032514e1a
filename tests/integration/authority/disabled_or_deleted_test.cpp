// Design 5.6, the rows on accounts: what others did to one is not undone.

#include "integration/authority/authority_test.hpp"

namespace daypass::integration {
namespace {

struct moment_of_the_story {
  std::string name;
  instant when;
};

/// Each row before and after activation.
class AccountTouchedByOthers : public authority_test,
                               public testing::WithParamInterface<moment_of_the_story> {
 protected:
  void begin() {
    announce("E1");
    advance_to(GetParam().when);
    expect_ready("E1");
  }
};

INSTANTIATE_TEST_SUITE_P(Moments, AccountTouchedByOthers,
                         testing::Values(moment_of_the_story{"BeforeActivation", pass_issued},
                                         moment_of_the_story{"AfterActivation", pass_usable}),
                         [](const auto& each) { return each.param.name; });

TEST_P(AccountTouchedByOthers, DisabledIsNeverEnabledAgain) {
  begin();
  const std::size_t enabled_before = account("E1")->times_enabled;
  act_on("disable_user", "E1");
  advance(hours{13});
  expect_parked("E1", reason::disabled_by_other);
  expect_no_pass("E1");
  EXPECT_TRUE(reported_parked("E1", reason::disabled_by_other));
  change("E1", {{"department", "Ships"}});
  change("E1", {{"startDate", "2026-12-21"}});
  advance_to(activation + days{10});
  expect_parked("E1", reason::disabled_by_other);
  expect_no_pass("E1");
  EXPECT_EQ(account("E1")->times_enabled, enabled_before);
}

TEST_P(AccountTouchedByOthers, DeletedIsNeverMadeAgainNorGivenAPassWhenRestored) {
  begin();
  act_on("delete_user", "E1");
  advance(hours{13});
  expect_parked("E1", reason::account_deleted);
  expect_no_pass("E1");
  change("E1", {{"startDate", "2026-12-21"}});
  announce("E1", {{"startDate", "2026-12-22"}});
  advance(days{3});
  expect_parked("E1", reason::account_deleted);
  const std::string id = world().find("E1")->is.account.id.text();
  act_on("restore_user", id);
  change("E1", {{"department", "Ships"}});
  advance_to(activation + days{9});
  expect_parked("E1", reason::account_deleted);
  EXPECT_TRUE(world().secrets().empty());
  EXPECT_EQ(passes_ever("E1"), 1U);
  EXPECT_EQ(accounts_ever(), 1U);
}

TEST_P(AccountTouchedByOthers, RenamedIsFollowedByItsIdAndRelabelled) {
  begin();
  const std::string pass = account("E1")->current->id;
  act("rename_user", {{"user", "E1"}, {"upn", "married@contoso.example"}});
  advance_to(activation + hours{7} + minutes{50});  // The last look before the window ends.
  expect_ready("E1", activation + hours{7});
  EXPECT_EQ(account("E1")->upn(), "married@contoso.example");
  EXPECT_EQ(account("E1")->current->id, pass);
  EXPECT_EQ(world().secrets().begin()->second.label.user_principal_name, "married@contoso.example");
  EXPECT_EQ(accounts_ever(), 1U);
  rescind("E1");
  expect_locked_out("E1");
}

class AccountRows : public authority_test {};

TEST_F(AccountRows, AnOrderResumesAHireWhoseAccountIsEnabledAgain) {
  announce("E1");
  advance_to(pass_issued);
  act_on("disable_user", "E1");
  advance_to(activation - hours{20});
  expect_parked("E1", reason::disabled_by_other);
  act_on("enable_user", "E1");
  advance(hours{2});
  expect_parked("E1", reason::disabled_by_other);
  world().order("E1", order_kind::retry);
  advance(hours{1});
  expect_ready("E1");
}

TEST_F(AccountRows, AnOrderDoesNotEnableWhatSomeoneElseDisabled) {
  announce("E1");
  advance_to(pass_issued);
  act_on("disable_user", "E1");
  advance_to(activation - hours{20});
  world().order("E1", order_kind::retry);
  world().order("E1", order_kind::reissue);
  advance(hours{1});
  expect_parked("E1", reason::disabled_by_other);
  EXPECT_FALSE(account("E1")->enabled());
}

TEST_F(AccountRows, ADeletedAccountGetsNoPassWhenTheHourOfTheIssueComes) {
  announce("E1");
  advance_to(account_made);
  act_on("delete_user", "E1");
  advance_to(window_over);
  expect_parked("E1", reason::account_deleted);
  expect_no_pass("E1");
  EXPECT_EQ(accounts_ever(), 1U);
}

TEST_F(AccountRows, AnOrderResumesAHireWhoseAccountIsRestored) {
  announce("E1");
  advance_to(pass_issued);
  act_on("delete_user", "E1");
  advance_to(activation - hours{20});
  world().order("E1", order_kind::retry);
  expect_parked("E1", reason::account_deleted);  // It is still deleted.
  act_on("restore_user", world().find("E1")->is.account.id.text());
  world().order("E1", order_kind::retry);
  advance(hours{1});
  expect_ready("E1");
  EXPECT_EQ(accounts_ever(), 1U);
}

TEST_F(AccountRows, ARestoredAccountIsLockedOutAndNotResumedByHr) {
  announce("E1");
  advance_to(pass_issued);
  act_on("delete_user", "E1");
  advance_to(activation - hours{20});
  expect_parked("E1", reason::account_deleted);
  act_on("restore_user", world().find("E1")->is.account.id.text());
  rescind("E1");
  advance(hours{1});
  expect_settled("E1", ending::rescinded);
  EXPECT_FALSE(account("E1")->enabled());
  announce("E1");
  advance(hours{1});
  expect_parked("E1", reason::account_deleted);
  EXPECT_FALSE(account("E1")->enabled());
}

TEST_F(AccountRows, APurgedAccountIsNotMadeAgainEvenByOrder) {
  announce("E1");
  advance_to(pass_issued);
  act_on("purge_user", "E1");
  advance_to(activation - hours{20});
  expect_parked("E1", reason::account_deleted);
  world().order("E1", order_kind::retry);
  advance(hours{1});
  expect_parked("E1", reason::account_deleted);
  EXPECT_EQ(accounts_ever(), 1U);
}

/// What a soft-deleted account of someone else's holds: the UPN or the employeeId.
class SoftDeletedHolder : public authority_test, public testing::WithParamInterface<bool> {};
INSTANTIATE_TEST_SUITE_P(Names, SoftDeletedHolder, testing::Bool());

TEST_P(SoftDeletedHolder, IsNeitherRestoredNorPassedBy) {
  const bool holds_upn = GetParam();
  employ(holds_upn ? "ann.lee@contoso.example" : "old@contoso.example", holds_upn ? "E7" : "E1");
  const std::string former = account(holds_upn ? "E7" : "E1")->id;
  act_on("delete_user", former);
  const json before = portrait(former);
  announce("E1", {{"surname", "Lee"}});
  advance_to(pass_usable);
  expect_parked("E1", reason::soft_deleted_holder);
  expect_no_pass(former);
  expect_untouched(former, before);
  EXPECT_EQ(accounts_ever(), 1U);
}

TEST_P(SoftDeletedHolder, GoesOnByOrderWhenItIsPurged) {
  const bool holds_upn = GetParam();
  employ(holds_upn ? "ann.lee@contoso.example" : "old@contoso.example", holds_upn ? "E7" : "E1");
  const std::string former = account(holds_upn ? "E7" : "E1")->id;
  act_on("delete_user", former);
  announce("E1", {{"surname", "Lee"}});
  advance_to(account_made);
  expect_parked("E1", reason::soft_deleted_holder);
  act_on("purge_user", former);
  world().order("E1", order_kind::retry);
  advance_to(pass_issued);
  expect_ready("E1");
}

}  // namespace
}  // namespace daypass::integration

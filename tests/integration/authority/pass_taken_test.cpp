// Design 5.6, the rows on passes: ours is gone, replaced or disabled by policy.

#include "integration/authority/authority_test.hpp"

namespace daypass::integration {
namespace {

class PassTouchedByOthers : public authority_test {
 protected:
  void lose_pass_and_wait(duration by) {
    act_on("delete_pass", "E1");
    advance(by);
  }
};

TEST_F(PassTouchedByOthers, GoneBeforeActivationIsIssuedAnewTwiceAndThenParks) {
  announce("E1");
  advance_to(activation - hours{47});
  expect_ready("E1");
  lose_pass_and_wait(hours{13});
  expect_ready("E1");
  lose_pass_and_wait(hours{13});
  expect_ready("E1");
  EXPECT_EQ(passes_ever("E1"), 3U);
  lose_pass_and_wait(hours{13});
  expect_parked("E1", reason::pass_removed_often);
  expect_no_pass("E1");
  change("E1", {{"startDate", "2026-12-16"}});  // Twice for a hire, not twice for a date.
  advance_to(activation + days{4});
  expect_parked("E1", reason::pass_removed_often);
  EXPECT_EQ(passes_ever("E1"), 3U);
}

TEST_F(PassTouchedByOthers, AnOrderReissuesWhatWasRemovedTooOften) {
  announce("E1");
  advance_to(activation - hours{47});
  for (int times = 0; times < 3; ++times) lose_pass_and_wait(hours{13});
  expect_parked("E1", reason::pass_removed_often);
  world().order("E1", order_kind::reissue);
  advance(hours{1});
  expect_ready("E1");
}

TEST_F(PassTouchedByOthers, GoneAfterActivationIsWithdrawnAndNotReplaced) {
  announce("E1");
  advance_to(pass_usable);
  expect_ready("E1");
  act_on("delete_pass", "E1");
  advance_to(window_over);
  expect_settled("E1", ending::removed_by_other);
  expect_no_pass("E1");
  EXPECT_EQ(passes_ever("E1"), 1U);
}

TEST_F(PassTouchedByOthers, ReplacedBeforeActivationWithdrawsOursAndLeavesTheOther) {
  announce("E1");
  advance_to(pass_issued);
  act("make_pass", {{"user", "E1"}, {"start", "2026-12-14T06:00:00Z"}, {"lifetime_minutes", 480}});
  const std::string foreign = account("E1")->current->id;
  advance(hours{13});
  expect_parked("E1", reason::foreign_pass);
  EXPECT_TRUE(world().secrets().empty());
  change("E1", {{"startDate", "2026-12-16"}});
  advance_to(activation + hours{1});
  expect_parked("E1", reason::foreign_pass);
  ASSERT_TRUE(has_pass("E1"));
  EXPECT_EQ(account("E1")->current->id, foreign);
  EXPECT_TRUE(world().secrets().empty());
}

TEST_F(PassTouchedByOthers, ReplacedAfterActivationWithdrawsOursAndLeavesTheOther) {
  announce("E1");
  advance_to(pass_usable);
  act("make_pass", {{"user", "E1"}, {"lifetime_minutes", 480}});
  const std::string foreign = account("E1")->current->id;
  advance_to(activation + hours{8} - minutes{5});
  expect_parked("E1", reason::foreign_pass);
  EXPECT_TRUE(world().secrets().empty());
  ASSERT_TRUE(has_pass("E1"));
  EXPECT_EQ(account("E1")->current->id, foreign);
}

TEST_F(PassTouchedByOthers, MadeByHandBeforeTheIssueIsLeftAlone) {
  announce("E1");
  advance_to(account_made);
  act("make_pass", {{"user", "E1"}, {"start", "2026-12-14T06:00:00Z"}});
  advance_to(pass_usable);
  expect_parked("E1", reason::foreign_pass);
  EXPECT_EQ(passes_ever("E1"), 1U);
  EXPECT_TRUE(world().secrets().empty());
}

TEST_F(PassTouchedByOthers, MadeByHandLeavesNobodyToBeLockedOutAYearLater) {
  announce("E1");
  advance_to(account_made);
  act("make_pass", {{"user", "E1"}, {"start", "2026-12-14T06:00:00Z"}});
  advance_to(activation + days{365});
  const json before = portrait("E1");
  change("E1", {{"startDate", "2027-12-20"}});
  advance(hours{1});
  expect_parked("E1", reason::established);
  rescind("E1");
  advance(days{6});
  expect_parked("E1", reason::established);
  expect_untouched("E1", before);
  EXPECT_TRUE(account("E1")->enabled());
}

TEST_F(PassTouchedByOthers, MadeByHandIsReplacedWhereTheProfileSaysSo) {
  opens({.standard_profile = "foreign_pass = \"replace\""});
  announce("E1");
  advance_to(account_made);
  act("make_pass", {{"user", "E1"}, {"start", "2026-12-14T06:00:00Z"}});
  advance_to(pass_issued);
  expect_ready("E1");
}

class PassDisabledByPolicy : public PassTouchedByOthers,
                             public testing::WithParamInterface<bool> {};
INSTANTIATE_TEST_SUITE_P(AfterActivation, PassDisabledByPolicy, testing::Bool());

TEST_P(PassDisabledByPolicy, IsKeptHeldAndGoesOnByItself) {
  announce("E1");
  advance_to(GetParam() ? pass_usable : pass_issued);
  const std::string pass = account("E1")->current->id;
  act("set_policy", {{"state", "disabled"}});
  advance_to(GetParam() ? activation + hours{7} + minutes{50} : activation - hours{20});
  expect_held("E1", reason::pass_disabled);
  EXPECT_EQ(world().secrets().size(), 1U);
  act("set_policy", {{"state", "enabled"}});
  advance(GetParam() ? minutes{6} : minutes{11});
  if (!GetParam()) expect_ready("E1");
  ASSERT_TRUE(has_pass("E1"));
  EXPECT_EQ(account("E1")->current->id, pass);
  EXPECT_EQ(passes_ever("E1"), 1U);
  advance_to(window_over);
  expect_settled("E1", ending::unknown);
}

}  // namespace
}  // namespace daypass::integration

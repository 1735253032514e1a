// What others did to the account is not undone (design 5.6).

#include "unit/planner/answers.hpp"

#include "daypass/planner/absorb.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

sample seen_again(wanted_class wants, std::string_view row) {
  sample of = sample_of(wants, row);
  const step done = put_in_flight(of, step_kind::look_account);
  of.is() = absorb(of.at(), answer_of(of, done, outcome_class::done), 0);
  of.running.clear();
  return of;
}

TEST(Deleted, StaysParkedThoughTheAccountWasRestored) {
  sample of = seen_again(wanted_class::issuable, "gone");
  EXPECT_TRUE(of.is().account.restored);
  EXPECT_EQ(verdict_of(of), "park account_deleted");
  for (const order_kind resumes : {order_kind::retry, order_kind::release, order_kind::reissue}) {
    sample ordered = of;
    ordered.order_now(resumes);
    const actual is = reconcile(ordered.at());
    EXPECT_FALSE(is.account.gone_at || is.account.restored || is.account.looked_at);
    EXPECT_EQ(verdict_of(ordered), "start look_account");
  }
}

TEST(Deleted, IsReachedByALockOutOnceItWasRestored) {
  sample of = seen_again(wanted_class::rescinded, "gone");
  of.is().lockout.begun_at = noon;
  EXPECT_EQ(verdict_of(of), "urgent disable_account");
  of.is().lockout = {noon, noon, noon, noon, noon};
  EXPECT_EQ(verdict_of(of), "settle rescinded");
}

TEST(Deleted, AgainIsNotRestored) {
  sample of = seen_again(wanted_class::rescinded, "gone");
  of.is().account.created_at = noon - days{1};
  const step done = put_in_flight(of, step_kind::look_account);
  of.is() = absorb(of.at(), answer_of(of, done, outcome_class::absent), 0);
  EXPECT_FALSE(of.is().account.restored);
  EXPECT_EQ(of.is().account.gone_at, noon);
}

TEST(Deleted, AsTheLockOutBeganIsNotLookedAtAgain) {
  sample of = sample_of(wanted_class::rescinded, "gone");
  of.is().lockout.begun_at = of.is().account.gone_at;
  EXPECT_EQ(verdict_of(of), "settle rescinded");
  of.is().lockout.begun_at = *of.is().account.gone_at + tick;
  EXPECT_EQ(verdict_of(of), "urgent look_account");
}

TEST(Disabled, ByOthersIsNotBelievedWhileAnEnableOfOursMayTakeEffect) {
  sample of = sample_of(wanted_class::issuable, "disabled_by+pass");
  EXPECT_EQ(verdict_of(of), "start withdraw_secret");
  of.is().attempts = {{step_id{1}, step_kind::enable_account, noon, noon + minutes{3}}};
  EXPECT_EQ(verdict_of(of), "wait");
  of.now = noon + minutes{3};
  EXPECT_EQ(verdict_of(of), "start look_account") << "closed, and looked at once more";
}

TEST(Disabled, ByOthersIsNotEnabledAgainWhileAnEnableOfOursMayTakeEffect) {
  sample of = sample_of(wanted_class::issuable, "enabling");
  EXPECT_EQ(verdict_of(of), "start enable_account") << "still disabled by our create";
  of.is().account.disabled_by_us = false;
  const decision verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "wait");
  EXPECT_EQ(verdict.look_again_at, *of.is().attempts.front().open_until);
}

}  // namespace
}  // namespace daypass::planner

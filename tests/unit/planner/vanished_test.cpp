// What is not there any more when a step comes to it: a pass to be deleted, a secret to be
// labelled.

#include "unit/planner/answers.hpp"
#include "unit/planner/sample.hpp"

#include "daypass/planner/absorb.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

const error not_there = failed(failure::permanent, refusal::not_found);

/// The answer to a step of that kind, taken in.
void answered_not_there(sample& of, step_kind kind) {
  const step done = put_in_flight(of, kind);
  of.is() = absorb(of.at(), {.done = done, .said = not_there, .at = of.now}, 0);
  of.running.clear();
}

TEST(VanishedPass, IsDeletedOnceMoreWhileReplicasMayNotKnowIt) {
  sample of = sample_of(wanted_class::rescinded, "ready");
  of.is().pass.created_at = noon - of.rules.bounds.settle_delay + tick;
  answered_not_there(of, step_kind::delete_pass);
  EXPECT_FALSE(of.is().pass.deleted);
  EXPECT_FALSE(of.is().account.looked_at) << "it may have gone with its account";
  EXPECT_EQ(of.retry(step_kind::delete_pass).failures, 1U);
  of.now = of.retry(step_kind::delete_pass).not_before;
  EXPECT_NE(verdict_of(of).find("delete_pass"), std::string::npos) << verdict_of(of);
}

/// Answered so twice, and between them the account was seen.
void answered_not_there_twice(sample& of) {
  answered_not_there(of, step_kind::delete_pass);
  of.is().account.looked_at = of.now;
  answered_not_there(of, step_kind::delete_pass);
}

TEST(VanishedPass, IsGoneWhenItsAccountIsSeenAndItIsStillNotThere) {
  sample of = sample_of(wanted_class::rescinded, "ready");
  of.is().pass.created_at = noon - of.rules.bounds.settle_delay;
  answered_not_there(of, step_kind::delete_pass);
  EXPECT_FALSE(of.is().pass.deleted);
  EXPECT_EQ(of.retry(step_kind::delete_pass).failures, 1U);
  EXPECT_TRUE(verdict_of(of).starts_with("urgent look_account")) << verdict_of(of);
  of.is().account.looked_at = noon;
  answered_not_there(of, step_kind::delete_pass);
  EXPECT_TRUE(of.is().pass.deleted);
  EXPECT_EQ(of.retry(step_kind::delete_pass), retry_state{});
}

TEST(VanishedPass, IsKeptWhereItsAccountIsGoneToo) {
  sample of = sample_of(wanted_class::rescinded, "ready");
  answered_not_there(of, step_kind::delete_pass);
  answered_not_there(of, step_kind::delete_pass);
  EXPECT_FALSE(of.is().pass.deleted) << "nobody has looked for the account";
  of.is().account.looked_at = noon;
  of.is().account.gone_at = noon;
  answered_not_there(of, step_kind::delete_pass);
  EXPECT_FALSE(of.is().pass.deleted) << "it may come back with it";
  of.is().account.looked_at = noon;
  of.is().account.restored = true;
  answered_not_there(of, step_kind::delete_pass);
  EXPECT_TRUE(of.is().pass.deleted);
}

TEST(VanishedPass, ThatIsReplacedHasItsAccountLookedAtFirst) {
  sample of = sample_of(wanted_class::issuable, "retired");
  answered_not_there(of, step_kind::delete_pass);
  EXPECT_EQ(verdict_of(of), "start look_account");
  of = sample_of(wanted_class::rescinded, "retired");
  of.record.wants.rescinded_at = noon;
  of.is().first_usable_at = noon - days{40};
  answered_not_there(of, step_kind::delete_pass);
  EXPECT_EQ(verdict_of(of), "start look_account") << "where no account may be locked any more";
}

TEST(VanishedPass, IsAsYoungAsGraphsClockSays) {
  sample of = sample_of(wanted_class::rescinded, "ready");
  of.is().pass.created_at = noon;
  of.graph_ahead = of.rules.bounds.settle_delay - tick;
  answered_not_there_twice(of);
  EXPECT_FALSE(of.is().pass.deleted);
  of.graph_ahead = of.rules.bounds.settle_delay;
  of.is().account.looked_at = noon;
  answered_not_there(of, step_kind::delete_pass);
  EXPECT_TRUE(of.is().pass.deleted);
}

TEST(VanishedPass, ThatALookHasMissedIsGoneUnlessItsHireIsLockedOut) {
  for (const wanted_class wants : {wanted_class::issuable, wanted_class::rescinded}) {
    sample of = sample_of(wants, "ready");
    of.is().pass.created_at = noon;
    of.is().pass.missed_at = noon;
    answered_not_there_twice(of);
    EXPECT_EQ(of.is().pass.deleted, wants == wanted_class::issuable);
  }
}

TEST(VanishedPass, OfOthersIsLookedForAgain) {
  sample of = sample_of(wanted_class::issuable, "ready");
  of.is().pass.created_at = noon;
  step done = put_in_flight(of, step_kind::delete_pass);
  done.pass = pass_id("foreign");
  of.is() = absorb(of.at(), {.done = done, .said = not_there, .at = noon}, 0);
  EXPECT_FALSE(of.is().pass.deleted);
  EXPECT_FALSE(of.is().pass.listed_at);
}

TEST(ClockSetBack, LeavesNoPauseLongerThanItIsByItself) {
  struct row {
    wanted_class wants;
    refusal why;
    duration longest;
  };
  const limits bounds;
  for (const auto& [wants, why, longest] :
       {row{wanted_class::issuable, refusal::unavailable, bounds.retry_max * 9 / 8},
        row{wanted_class::issuable, refusal::throttled, hours{7}},
        row{wanted_class::rescinded, refusal::throttled, bounds.revoke_retry_max * 9 / 8}}) {
    sample of = sample_of(wants, "enabled");
    retry_state& retry = of.retry(step_kind::look_methods);
    retry = {.failures = 1, .not_before = noon + longest, .last_refusal = why};
    const auto kind = static_cast<std::size_t>(step_kind::look_methods);
    EXPECT_EQ((*reconcile(of.at()).retries)[kind].not_before, noon + longest);
    retry.not_before += tick;
    EXPECT_EQ((*reconcile(of.at()).retries)[kind].not_before, noon);
  }
}

TEST(VanishedSecret, IsIssuedAnewBeforeActivation) {
  sample of = sample_of(wanted_class::issuable, "ready");
  answered_not_there(of, step_kind::refresh_secret);
  EXPECT_EQ(of.is().pass.secret, secret_state::withdrawn);
  EXPECT_EQ(of.is().pass.replaced_after_loss, 1U);
  EXPECT_TRUE(of.is().attempts.empty());
  EXPECT_EQ(verdict_of(of), "start delete_pass");
}

TEST(VanishedSecret, SaysNothingOfTheAccount) {
  for (const duration age : {duration{minutes{1}}, duration{hours{24}}}) {
    sample of = sample_of(wanted_class::issuable, "ready");
    of.is().account.created_at = noon - age;
    for (const step_kind kind : {step_kind::publish_secret, step_kind::withdraw_secret}) {
      const outcome answer{.done = put_in_flight(of, kind), .said = not_there, .at = noon};
      ASSERT_FALSE(answer.done.user.empty());
      EXPECT_EQ(classify_outcome(of.at(), answer), outcome_class::refused) << to_string(kind);
    }
  }
}

TEST(VanishedSecret, OfANewAccountIsNotTakenForLagging) {
  sample of = sample_of(wanted_class::issuable, "ready");
  of.is().account.created_at = noon - minutes{1};
  answered_not_there(of, step_kind::refresh_secret);
  EXPECT_EQ(verdict_of(of), "start delete_pass");
}

TEST(VanishedSecret, TakenAwayTooOftenParks) {
  sample of = sample_of(wanted_class::issuable, "enabled");
  of.is().pass.replaced_after_loss = 3;
  EXPECT_EQ(verdict_of(of), "park pass_removed_often");
}

TEST(VanishedSecret, OfAPassThatIsUsableIsNotAskedForAgain) {
  sample of = sample_of(wanted_class::started, "usable");
  of.facts.who->display_name = "Ann Married";
  answered_not_there(of, step_kind::refresh_secret);
  EXPECT_EQ(of.is().pass.secret, secret_state::verified);
  EXPECT_TRUE(of.retry(step_kind::refresh_secret).permanent);
  EXPECT_EQ(of.retry(step_kind::refresh_secret).failures, 1U) << "operators see why";
  EXPECT_EQ(of.retry(step_kind::refresh_secret).last_refusal, refusal::not_found);
  EXPECT_EQ(verdict_of(of), "start update_account");
  of.now = of.is().pass.start_at;
  of.is().pass.listed_at = of.now;
  EXPECT_EQ(verdict_of(of), "start update_account") << "usable from its start on";
}

TEST(VanishedSecret, IsStillThereToBeReplacedUntilItsStart) {
  for (const duration before : {tick, duration{0}}) {
    sample of = sample_of(wanted_class::issuable, "ready");
    of.now = of.is().pass.start_at - before;
    answered_not_there(of, step_kind::refresh_secret);
    const auto expected = before > duration{0} ? secret_state::withdrawn : secret_state::verified;
    EXPECT_EQ(of.is().pass.secret, expected);
  }
}

}  // namespace
}  // namespace daypass::planner

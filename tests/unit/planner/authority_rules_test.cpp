// Where our authority over an account ends, and what stays shown when it has (design 5.6, 5.7).

#include "unit/planner/visits.hpp"

#include "daypass/planner/absorb.hpp"
#include "daypass/planner/fold.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

void rescind(sample& of) {
  hire_event event;
  event.key = of.record.key;
  event.id = {"hr", "9"};
  event.kind = event_kind::rescinded;
  event.order = 9;
  event.received_at = of.now;
  of.record.wants = fold(of.record.wants, event);
}

/// An account of ours on which somebody else's pass stands: ours never became usable.
sample never_passed() {
  sample of = sample_of(wanted_class::started, "enabled");
  of.is() = reconcile(of.at());
  return of;
}

TEST(Authority, EndsAMonthAfterAStartThatNoPassOfOursServed) {
  sample of = never_passed();
  const instant start = of.when().activation_at;
  EXPECT_EQ(of.is().expected_start_at, start);
  of.now = start + days{30} - tick;
  sample in_time = of;
  rescind(in_time);
  EXPECT_EQ(verdict_of(in_time), "urgent disable_account");
  of.now = start + days{30};
  rescind(of);
  EXPECT_EQ(verdict_of(of), "park established");
  of.order_now(order_kind::revoke);
  EXPECT_EQ(verdict_of(of), "urgent disable_account");
}

TEST(Authority, IsNotGivenBackByWhatHrSaysLater) {
  sample of = never_passed();
  const instant start = of.when().activation_at;
  of.now = start + days{30};
  of.move_start(of.now + hours{24});
  EXPECT_EQ(verdict_of(of), "park established") << "no pass for who works here";
  EXPECT_EQ(reconcile(of.at()).expected_start_at, start);
  const wanted open = of.record.wants;
  rescind(of);
  EXPECT_EQ(verdict_of(of), "park established");
  of.order_now(order_kind::reissue);
  EXPECT_EQ(verdict_of(of), "park established") << "an order to issue locks nobody out";
  of.is() = reconcile(of.at());
  of.record.wants = open;
  EXPECT_EQ(reconcile(of.at()).expected_start_at, of.when().activation_at) << "a rehire";
}

TEST(Authority, IsNotStretchedByAStartThatNobodyBelieves) {
  sample of = never_passed();
  const instant start = of.when().activation_at;
  of.record.wants.first_announced_at = of.record.wants.start_seen_at = noon;
  of.move_start(noon + days{401});
  EXPECT_EQ(verdict_of(of), "park start_implausible");
  EXPECT_EQ(reconcile(of.at()).expected_start_at, start);
}

TEST(Authority, IsNotEndedByAClockThatWasAhead) {
  sample of = never_passed();
  of.now = of.when().activation_at + days{31};
  rescind(of);
  of.is() = reconcile(of.at());
  of.now = noon;
  EXPECT_EQ(verdict_of(of), "urgent disable_account");
}

TEST(Established, IsShownOnceNoSecretCanComeAnyMore) {
  sample of = sample_of(wanted_class::started, "retired+ended");
  of.is().strong_method_at = noon - minutes{30};
  of.move_start(noon + days{3});
  for (const step_kind kind : {step_kind::publish_secret, step_kind::refresh_secret}) {
    of.is().attempts = {{.kind = kind, .open_until = noon + minutes{9}}};
    EXPECT_EQ(verdict_of(of), "wait");
    EXPECT_EQ(decide_when_due(of).look_again_at, noon + minutes{9});
  }
  of.is().attempts.clear();
  EXPECT_EQ(verdict_of(of), "park established");
}

TEST(Authority, OfAReissueIsCountedFromItWhileHrSaysAnOldStart) {
  sample of = never_passed();
  of.now = of.when().activation_at + days{31};
  of.order_now(order_kind::reissue);
  EXPECT_EQ(reconcile(of.at()).expected_start_at, of.now);
}

TEST(Authority, FollowsHrUntilItEnds) {
  sample of = never_passed();
  of.now = of.when().activation_at + days{30} - tick;
  of.move_start(of.now + hours{24});
  EXPECT_EQ(verdict_of(of), "start look_methods");
  EXPECT_EQ(reconcile(of.at()).expected_start_at, of.now + hours{24});
  of.move_start(of.now - days{30});
  EXPECT_EQ(reconcile(of.at()).expected_start_at, noon - hours{2}) << "a start long past is none";
  of.facts.when = std::unexpected(obstacle{reason::place_unknown, "no such site"});
  EXPECT_EQ(reconcile(of.at()).expected_start_at, noon - hours{2});
}

TEST(Authority, BeginsWithTheAccount) {
  EXPECT_FALSE(reconcile(sample_of(wanted_class::started, "looked").at()).expected_start_at);
}

TEST(Authority, IsCountedFromTheFirstUsablePassWhereThereWasOne) {
  sample of = never_passed();
  of.is().expected_start_at = noon - days{30};
  of.is().first_usable_at = noon - days{5} + tick;
  EXPECT_FALSE(verdict_of(of).starts_with("park"));
  rescind(of);
  EXPECT_EQ(verdict_of(of), "urgent disable_account");
}

TEST(Established, StaysShownWhenOnlyLookedAtAgain) {
  sample of = sample_of(wanted_class::started, "retired+ended");
  of.is().strong_method_at = noon - minutes{30};
  of.move_start(noon + days{3});
  visit_result is = visited(of);
  ASSERT_EQ(in_words(is.verdict), "park established");
  of.is() = is.is;
  of.order_now(order_kind::retry);
  is = visited(of);
  ASSERT_EQ(in_words(is.verdict), "start look_account");
  of.is() = is.is;
  of.is().account.looked_at = noon;
  EXPECT_EQ(in_words(visited(of).verdict), "park established") << "HR's new start is not served";
  of.when().activation_at = of.is().pass.start_at + days{1};
  EXPECT_EQ(in_words(visited(of).verdict), "park established");
  of.when().activation_at -= tick;
  EXPECT_EQ(in_words(visited(of).verdict), "settle registered") << "nothing is left to serve";
  of.facts.when = std::unexpected(obstacle{reason::place_unknown, "no such site"});
  EXPECT_EQ(in_words(visited(of).verdict), "settle registered");
}

TEST(Established, TellsWhoRevokesThatNobodyIsLockedOut) {
  sample of = sample_of(wanted_class::issuable, "established+purged");
  visit_result is = visited(of);
  EXPECT_FALSE(is.rescission_unheeded);
  of.is() = is.is;
  of.order_now(order_kind::revoke);
  is = visited(of);
  EXPECT_EQ(in_words(is.verdict), "park established");
  EXPECT_TRUE(is.rescission_unheeded);
  ASSERT_EQ(is.story.size(), 1U);
  EXPECT_EQ(is.story.front().what, "not locked out");
  EXPECT_EQ(is.story.front().detail, "no hire of ours: act in Entra by hand");
  of.is() = is.is;
  EXPECT_FALSE(visited(of).rescission_unheeded) << "told once";
  of.order_now(order_kind::retry);
  EXPECT_FALSE(visited(of).rescission_unheeded);
  rescind(of);
  EXPECT_TRUE(visited(of).rescission_unheeded);
}

TEST(Established, IsNothingToTellOfALockOutThatIsCarriedOut) {
  sample of = sample_of(wanted_class::issuable, "ready");
  rescind(of);
  of.order_now(order_kind::revoke);
  const visit_result is = visited(of);
  EXPECT_EQ(in_words(is.verdict), "urgent withdraw_secret delete_pass disable_account");
  EXPECT_FALSE(is.rescission_unheeded);
}

TEST(Start, MovedLateIsJudgedFromTheDayItWasMoved) {
  sample of = sample_of(wanted_class::issuable);
  of.record.wants.first_announced_at = noon - days{390};
  of.move_start(noon + days{30});
  EXPECT_EQ(classify_wanted(of.at()), wanted_class::implausible);
  of.record.wants.start_seen_at = noon - days{370} + tick;
  EXPECT_EQ(classify_wanted(of.at()), wanted_class::distant);
  of.record.wants.start_seen_at = noon - days{370} - tick;
  EXPECT_EQ(classify_wanted(of.at()), wanted_class::implausible);
  of.record.wants.start_seen_at = noon + days{37};
  EXPECT_EQ(classify_wanted(of.at()), wanted_class::distant);
  of.record.wants.start_seen_at = noon + days{37} + tick;
  EXPECT_EQ(classify_wanted(of.at()), wanted_class::implausible);
}

TEST(Start, SaidAgainIsJudgedFromTheFirstDayToo) {
  sample of = sample_of(wanted_class::issuable);
  of.record.wants.start_seen_at = noon + days{90};
  EXPECT_EQ(classify_wanted(of.at()), wanted_class::issuable);
}

sample refused_look(step_kind kind) {
  sample of = sample_of(wanted_class::started, "usable");
  of.is().pass.listed_at = of.is().account_checked_at = noon - days{1};
  if (kind == step_kind::look_methods) of.is().account_checked_at = noon;
  of.retry(kind) = {.failures = 1,
                    .not_before = noon + minutes{1},
                    .permanent = true,
                    .last_refusal = refusal::rejected};
  return of;
}

TEST(RefusedLook, IsAskedAgainWhileASecretCanBeRead) {
  for (const step_kind kind : {step_kind::look_account, step_kind::look_methods}) {
    sample of = refused_look(kind);
    const decision waiting = decide_when_due(of);
    EXPECT_EQ(in_words(waiting), "hold refused");
    EXPECT_EQ(waiting.look_again_at, noon + minutes{1});
    of.now = noon + minutes{1};
    EXPECT_EQ(verdict_of(of), "hold refused, start " + std::string(to_string(kind)));
  }
}

TEST(RefusedLook, TakesTheSecretBackOnceItCanOpenNothing) {
  sample of = refused_look(step_kind::look_methods);
  of.now = of.is().pass.end_at + minutes{5} - tick;
  of.is().account_checked_at = of.now;
  EXPECT_EQ(verdict_of(of), "hold refused, start look_methods");
  of.now += tick;
  EXPECT_EQ(verdict_of(of), "start withdraw_secret");
  of.is().pass.secret = secret_state::withdrawn;
  EXPECT_TRUE(verdict_of(of).starts_with("start delete_pass")) << verdict_of(of);
}

TEST(RefusedLook, ParksWhereNothingCanBeRead) {
  sample of = sample_of(wanted_class::issuable, "enabled");
  of.retry(step_kind::look_methods) = {.failures = 1, .permanent = true};
  EXPECT_EQ(verdict_of(of), "park refused");
}

}  // namespace
}  // namespace daypass::planner

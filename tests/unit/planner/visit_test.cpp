#include "daypass/planner/visit.hpp"

#include "unit/planner/answers.hpp"
#include "unit/planner/visits.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace daypass::planner {
namespace {

visit_result answered(sample of, step_kind kind, outcome_class meaning) {
  const step done = put_in_flight(of, kind);
  const outcome happened = answer_of(of, done, meaning);
  visit_input input = due(of);
  input.happened = &happened;
  return visit(of.record, input);
}

std::string told(const visit_result& of) {
  std::string words;
  for (const story_line& line : of.story) {
    words += words.empty() ? line.what : "; " + line.what;
    if (!line.detail.empty()) words += " (" + line.detail + ")";
  }
  return words;
}

TEST(Visit, StoresTheIntentOfWhatItStarts) {
  const visit_result is = visited(sample_of(wanted_class::near, "looked"));
  ASSERT_EQ(is.starts.size(), 1U);
  EXPECT_EQ(is.starts.front().kind, step_kind::create_account);
  EXPECT_EQ(is.is.attempts.size(), 1U);
  EXPECT_FALSE(is.steps_running);
  EXPECT_FALSE(is.lane_full);
  EXPECT_EQ(told(is), "intent create_account (ann.lee@x.example)");
}

TEST(Visit, TellsTheWindowOfAnIssue) {
  sample of = sample_of(wanted_class::issuable, "enabled+looked");
  EXPECT_EQ(told(visited(of)),
            "intent issue_pass (2026-11-03T12:00:00Z to 2026-11-13T12:00:00Z, one-time)");
  of.how().one_time = false;
  EXPECT_EQ(told(visited(of)), "intent issue_pass (2026-11-03T12:00:00Z to 2026-11-13T12:00:00Z)");
}

TEST(Visit, WaitsForRoomOnTheLaneOfAForwardStep) {
  const sample of = sample_of(wanted_class::near, "looked");
  visit_input input = due(of);
  input.lane_open[static_cast<std::size_t>(lane::writes)] = false;
  const visit_result is = visit(of.record, input);
  EXPECT_TRUE(is.lane_full);
  EXPECT_TRUE(is.starts.empty());
  EXPECT_TRUE(is.is.attempts.empty());
}

TEST(Visit, StartsALockoutWithoutRoom) {
  const sample of = sample_of(wanted_class::rescinded, "ready");
  visit_input input = due(of);
  input.lane_open = {};
  EXPECT_EQ(visit(of.record, input).starts.size(), 3U);
  EXPECT_FALSE(visit(of.record, input).lane_full);
}

TEST(Visit, AbsorbsAnAnswerAndGoesOn) {
  const visit_result is = answered(sample_of(wanted_class::near, "creating"),
                                   step_kind::create_account, outcome_class::done);
  EXPECT_EQ(told(is), "create_account (done: user user)");
  EXPECT_FALSE(is.steps_running);
  EXPECT_EQ(is.verdict.where, standing::waiting);
}

TEST(Visit, TellsPassAndErrorInTheStory) {
  const sample of = sample_of(wanted_class::issuable, "issuing");
  EXPECT_NE(told(answered(of, step_kind::issue_pass, outcome_class::done))
                .find("issue_pass (done: pass pass)"),
            std::string::npos);
  EXPECT_NE(told(answered(of, step_kind::issue_pass, outcome_class::retryable))
                .find("issue_pass (retryable: said no)"),
            std::string::npos);
}

TEST(Visit, KnowsWhatElseIsRunning) {
  sample of = sample_of(wanted_class::rescinded, "ready");
  const step done = put_in_flight(of, step_kind::delete_pass);
  of.running.push_back({step_id{6}, step_kind::withdraw_secret});
  const outcome happened = answer_of(of, done, outcome_class::done);
  visit_input input = due(of);
  input.happened = &happened;
  const visit_result is = visit(of.record, input);
  EXPECT_TRUE(is.steps_running);
  ASSERT_EQ(is.starts.size(), 1U);
  EXPECT_EQ(is.starts.front().kind, step_kind::disable_account);
}

TEST(Visit, TakesANumberForEachNameThatIsReserved) {
  const sample of = sample_of(wanted_class::near, "looked");
  visit_input input = due(of);
  input.names_taken = 2;
  const visit_result is = visit(of.record, input);
  EXPECT_EQ(is.is.account.upn_number, 2);
  EXPECT_EQ(is.starts.front().kind, step_kind::look_account);
}

TEST(Visit, HasACodeOnlyOfThatPass) {
  const sample of = sample_of(wanted_class::issuable, "issued");
  visit_input input = due(of);
  input.code_in_hand = pass_id("another");
  EXPECT_EQ(visit(of.record, input).starts.front().kind, step_kind::delete_pass);
  input.code_in_hand = pass_id("pass");
  EXPECT_EQ(visit(of.record, input).starts.front().kind, step_kind::publish_secret);
  sample none = sample_of(wanted_class::issuable, "issuing");
  visit_input empty = due(none);
  empty.code_in_hand = pass_id();
  EXPECT_EQ(visit(none.record, empty).starts.front().kind, step_kind::look_methods);
}

TEST(Visit, TellsOnceThatAPassBecameReady) {
  EXPECT_TRUE(answered(sample_of(wanted_class::issuable, "unverified"), step_kind::look_methods,
                       outcome_class::done)
                  .became_ready);
  EXPECT_FALSE(answered(sample_of(wanted_class::issuable, "ready"), step_kind::look_methods,
                        outcome_class::done)
                   .became_ready);
  EXPECT_FALSE(answered(sample_of(wanted_class::issuable, "unverified"), step_kind::look_methods,
                        outcome_class::retryable)
                   .became_ready);
}

TEST(Visit, TellsWhereAHireStandsWhenThatChanges) {
  sample of = sample_of(wanted_class::near, "blocked");
  of.is().stands.where = standing::waiting;
  visit_result is = visited(of);
  EXPECT_TRUE(is.standing_changed);
  EXPECT_EQ(told(is), "parked (account_conflict)");
  EXPECT_EQ(is.is.stands.where, standing::parked);
  EXPECT_EQ(is.is.stands.why, reason::account_conflict);
  EXPECT_EQ(is.is.stands.since, noon);
  of.is() = is.is;
  of.now = noon + minutes{1};
  is = visited(of);
  EXPECT_FALSE(is.standing_changed);
  EXPECT_EQ(is.is.stands.since, noon);
  of.order_now(order_kind::retry);
  is = visited(of);
  EXPECT_TRUE(is.standing_changed) << "it goes on";
  EXPECT_EQ(told(is), "working");
  EXPECT_EQ(is.is.stands.order_number, 1U);
}

TEST(Visit, TellsAnotherReasonToo) {
  sample of = sample_of(wanted_class::near, "blocked+deleted");
  of.is().stands.where = standing::parked;
  of.is().stands.why = reason::account_conflict;
  ++of.record.wants.version;
  const visit_result is = visited(of);
  EXPECT_TRUE(is.standing_changed);
  EXPECT_EQ(told(is), "parked (soft_deleted_holder)");
  EXPECT_EQ(is.is.stands.wanted_version, of.record.wants.version);
}

TEST(Visit, TellsAHoldAndItsEnd) {
  sample of = sample_of(wanted_class::near, "looked");
  of.is().stands.where = standing::working;
  of.rules.creations_held = true;
  visit_result is = visited(of);
  EXPECT_TRUE(is.standing_changed);
  EXPECT_EQ(told(is), "held (creations_held)");
  of.is() = is.is;
  of.rules.creations_held = false;
  is = visited(of);
  EXPECT_TRUE(is.standing_changed);
  EXPECT_EQ(told(is), "working; intent create_account (ann.lee@x.example)");
}

TEST(Visit, KeepsQuietWhileAHireOnlyWaitsAndWorks) {
  sample of = sample_of(wanted_class::near, "looked");
  of.is().stands.where = standing::waiting;
  EXPECT_FALSE(visited(of).standing_changed);
  EXPECT_EQ(visited(of).is.stands.where, standing::working);
}

TEST(Visit, TellsTheEndAndKeepsItWhileParked) {
  sample of = sample_of(wanted_class::started, "retired+over");
  visit_result is = visited(of);
  EXPECT_EQ(told(is), "settled (used_not_registered)");
  EXPECT_EQ(is.is.ended, ending::used_not_registered);
  EXPECT_FALSE(is.became_locked_out);
  of.is() = is.is;
  of.is().strong_method_at = noon;
  ++of.record.wants.version;
  is = visited(of);
  EXPECT_EQ(told(is), "parked (established)");
  EXPECT_EQ(is.is.ended, ending::used_not_registered);
}

TEST(Visit, TellsOnceThatALockoutIsComplete) {
  sample of = sample_of(wanted_class::rescinded);
  visit_result is = visited(of);
  EXPECT_TRUE(is.became_locked_out);
  of.is() = is.is;
  EXPECT_FALSE(visited(of).became_locked_out);
}

TEST(Late, IsToldOnceFromActivationOn) {
  sample of = sample_of(wanted_class::issuable, "enabled");
  of.when().activation_at = noon + tick;
  EXPECT_FALSE(visited(of).late);
  of.when().activation_at = noon;
  visit_result is = visited(of);
  EXPECT_TRUE(is.late);
  of.is() = is.is;
  EXPECT_FALSE(visited(of).late);
  EXPECT_TRUE(visited(of).is.late_told);
}

TEST(Late, IsNoPassThatIsReadyOrWasUsableOrEnded) {
  EXPECT_FALSE(visited(sample_of(wanted_class::started, "usable")).late);
  sample of = sample_of(wanted_class::started, "enabled");
  of.is().first_usable_at = noon - days{1};
  EXPECT_FALSE(visited(of).late);
  sample over = sample_of(wanted_class::started, "retired+over");
  over.is().first_usable_at.reset();
  EXPECT_FALSE(visited(over).late);
  sample ready = sample_of(wanted_class::started, "usable");
  ready.is().late_told = true;
  EXPECT_FALSE(visited(ready).is.late_told) << "told again if it comes to that again";
  sample locked = sample_of(wanted_class::rescinded, "enabled");
  locked.is().late_told = true;
  EXPECT_FALSE(visited(locked).is.late_told);
}

TEST(Stuck, IsALockoutAfterFiveMinutes) {
  sample of = sample_of(wanted_class::rescinded, "enabled");
  of.is().lockout.begun_at = noon - minutes{5} + tick;
  EXPECT_FALSE(visited(of).revocation_stuck);
  of.is().lockout.begun_at = noon - minutes{5};
  visit_result is = visited(of);
  EXPECT_TRUE(is.revocation_stuck);
  EXPECT_TRUE(is.verdict.urgent);
  of.is() = is.is;
  EXPECT_FALSE(visited(of).revocation_stuck);
  EXPECT_TRUE(visited(of).is.stuck_told);
  of.record.wants = sample_of(wanted_class::issuable).record.wants;
  EXPECT_FALSE(visited(of).is.stuck_told);
}

TEST(Stuck, IsNoLockoutThatIsComplete) {
  sample of = sample_of(wanted_class::rescinded);
  of.is().lockout.begun_at = noon - minutes{9};
  EXPECT_FALSE(visited(of).revocation_stuck);
}

}  // namespace
}  // namespace daypass::planner

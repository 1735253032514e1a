#include "unit/planner/answers.hpp"
#include "unit/planner/sample.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

TEST(Issue, FollowsALookThatComparesOurClockWithGraphs) {
  sample of = sample_of(wanted_class::issuable, "enabled");
  of.is().pass.listed_at = noon;
  of.is().account.enabled_written_at = noon - minutes{1};
  EXPECT_EQ(verdict_of(of), "start issue_pass");
  of.graph_ahead.reset();
  EXPECT_EQ(verdict_of(of), "start look_methods");
}

sample ready_to_issue() {
  return sample_of(wanted_class::issuable, "enabled+looked");
}

TEST(Issue, EndsFiveDaysAfterTheFirstPassBecameUsable) {
  sample of = ready_to_issue();
  of.is().first_usable_at = noon - days{5} + tick;
  EXPECT_EQ(verdict_of(of), "start issue_pass");
  of.is().first_usable_at = noon - days{5};
  EXPECT_EQ(verdict_of(of), "park established");
  of.is().strong_method_at = noon - days{1};
  EXPECT_EQ(verdict_of(of), "park established");
  of.is().first_usable_at.reset();
  EXPECT_EQ(verdict_of(of), "park strong_method_found");
}

TEST(Issue, IsRepeatedAtMostTwiceAfterALoss) {
  sample of = ready_to_issue();
  of.is().pass.replaced_after_loss = 2;
  EXPECT_EQ(verdict_of(of), "start issue_pass");
  of.is().pass.replaced_after_loss = 3;
  EXPECT_EQ(verdict_of(of), "park pass_removed_often");
}

TEST(Issue, WaitsForAClockThatCanBeTrusted) {
  sample of = ready_to_issue();
  of.rules.clock_trusted = false;
  const decision verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "hold clock_untrusted");
  EXPECT_EQ(verdict.look_again_at, noon + of.rules.bounds.hold_look_interval);
}

/// The rules are made anew now and then; the first answer after a start may come before that.
TEST(Issue, WaitsWhereGraphsLatestAnswerTellsAnotherHour) {
  sample of = ready_to_issue();
  for (const duration ahead : {duration(hours{3}), duration(-hours{3}), -clock_offset_max - tick}) {
    of.graph_ahead = ahead;
    EXPECT_EQ(verdict_of(of), "hold clock_untrusted");
  }
  of.graph_ahead = clock_offset_max;
  EXPECT_EQ(verdict_of(of), "start issue_pass");
}

TEST(Issue, StaysWithinTheTenantsPolicy) {
  struct row {
    tenant_pass_policy tenant;
    bool one_time;
    std::string expected;
  };
  const minutes lifetime = days{10};
  const minutes one{1};
  const std::vector<row> rows = {
      {{.lifetime_min = lifetime, .lifetime_max = lifetime}, false, "start issue_pass"},
      {{.enabled = false, .lifetime_max = lifetime}, false, "hold policy_disabled"},
      {{.lifetime_max = lifetime - one}, false, "hold policy_lifetime"},
      {{.lifetime_min = lifetime + one, .lifetime_max = lifetime + one},
       false,
       "hold policy_lifetime"},
      {{.lifetime_max = lifetime, .one_time_only = true}, false, "hold policy_one_time"},
      {{.lifetime_max = lifetime, .one_time_only = true}, true, "start issue_pass"},
  };
  for (const row& one_row : rows) {
    sample of = ready_to_issue();
    of.rules.tenant = one_row.tenant;
    of.how().one_time = one_row.one_time;
    EXPECT_EQ(verdict_of(of), one_row.expected);
  }
}

TEST(Issue, IsHeldWhileThePolicyRefusesIt) {
  struct row {
    refusal why;
    duration to_activation;
    duration backoff;
    std::string expected;
  };
  const duration day = hours{24};
  const duration minute = minutes{1};
  const std::vector<row> rows = {
      {refusal::policy_lifetime, day, minute, "hold policy_lifetime"},
      {refusal::policy_one_time, day, minute, "hold policy_one_time"},
      {refusal::policy_lifetime, day, duration(0), "start issue_pass"},
      {refusal::policy_scope, hours{4} + tick, minute, "wait"},
      {refusal::policy_scope, hours{4}, minute, "hold policy_scope"},
      {refusal::policy_scope, hours{1}, duration(0), "start issue_pass"},
      {refusal::unavailable, hours{1}, minute, "wait"},
  };
  for (const row& one : rows) {
    sample of = ready_to_issue();
    of.when().activation_at = noon + one.to_activation;
    retry_state& retry = of.retry(step_kind::issue_pass);
    retry = {.failures = 1, .not_before = noon + one.backoff, .last_refusal = one.why};
    const decision verdict = decide_when_due(of);
    EXPECT_EQ(in_words(verdict), one.expected) << make_error_code(one.why).message();
    EXPECT_EQ(verdict.look_again_at, noon + one.backoff);
  }
}

TEST(Issue, ParksAfterARefusalThatARepeatDoesNotChange) {
  const std::vector<std::pair<refusal, std::string>> rows = {
      {refusal::upn_invalid, "park upn_invalid"},
      {refusal::guest, "park guest_account"},
      {refusal::policy_lifetime, "park policy_lifetime"},
      {refusal::policy_one_time, "park policy_one_time"},
      {refusal::policy_scope, "park policy_scope"},
      {refusal::store_refused, "park store_refused"},
      {refusal::rejected, "park refused"},
  };
  for (const auto& [why, expected] : rows) {
    sample of = ready_to_issue();
    of.retry(step_kind::issue_pass) = {.failures = 1, .permanent = true, .last_refusal = why};
    EXPECT_EQ(verdict_of(of), expected);
  }
}

TEST(Issue, JoinsTheProfilesGroupsFirst) {
  sample of = sample_of(wanted_class::issuable, "disabled");
  of.how().groups = {"g1", "g2"};
  const decision verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "start join_groups");
  EXPECT_EQ(verdict.forward->groups, of.how().groups);
  EXPECT_EQ(verdict.forward->user, user_id("user"));
  of.is().account.groups_joined = true;
  EXPECT_EQ(verdict_of(of), "start enable_account");
}

sample adopted() {
  sample of = ready_to_issue();
  of.is().account.origin = account_origin::adopted;
  of.is().account.evidence =
      adoption_evidence{.account = own_account(of), .has_role = false, .only_password = true};
  of.is().account.evidence_at = noon - minutes{10} + tick;
  return of;
}

TEST(Issue, WantsFreshProofOfAnAdoptedAccount) {
  sample of = adopted();
  EXPECT_EQ(verdict_of(of), "start issue_pass");
  of.is().account.evidence_at = noon - minutes{10};
  EXPECT_EQ(verdict_of(of), "start gather_evidence");
  of.is().account.evidence_at.reset();
  EXPECT_EQ(verdict_of(of), "start gather_evidence");
}

TEST(Issue, WantsProofAnewAfterAnAdoptOrder) {
  sample of = adopted();
  of.order_now(order_kind::adopt);
  EXPECT_EQ(verdict_of(of), "start gather_evidence");
}

TEST(Issue, ParksAnAdoptedAccountThatIsNotFitAnyMore) {
  const std::vector<void (*)(adoption_evidence&)> changes = {
      [](adoption_evidence& found) { found.only_password = false; },
      [](adoption_evidence& found) { found.has_role = true; },
      [](adoption_evidence& found) { found.account.member = false; },
      [](adoption_evidence& found) { found.account.synchronised = true; },
  };
  for (const auto& change : changes) {
    sample of = adopted();
    change(*of.is().account.evidence);
    EXPECT_EQ(verdict_of(of), "park adoption_refused");
  }
}

TEST(Issue, ParksWhenProofIsRefused) {
  sample of = adopted();
  of.is().account.evidence_at.reset();
  of.retry(step_kind::gather_evidence) = {
      .failures = 1, .permanent = true, .last_refusal = refusal::forbidden};
  EXPECT_EQ(verdict_of(of), "park adoption_refused");
}

TEST(Issue, LooksAtMethodsRightBefore) {
  sample of = ready_to_issue();
  of.is().pass.listed_at = noon - minutes{2} + tick;
  EXPECT_EQ(verdict_of(of), "start issue_pass");
  of.is().account.enabled_written_at = of.is().pass.listed_at;
  EXPECT_EQ(verdict_of(of), "start issue_pass");
  of.is().account.enabled_written_at = *of.is().pass.listed_at + tick;
  EXPECT_EQ(verdict_of(of), "start look_methods");
  of.is().account.enabled_written_at.reset();
  of.is().pass.listed_at = noon - minutes{2};
  EXPECT_EQ(verdict_of(of), "start look_methods");
}

TEST(Issue, LeavesAForeignPassAloneUnlessTheProfileReplacesIt) {
  sample of = ready_to_issue();
  of.is().pass.listed = {{.id = pass_id("foreign")}};
  EXPECT_EQ(verdict_of(of), "park foreign_pass");
  of.how().foreign_pass = foreign_pass_rule::replace;
  const decision verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "start delete_pass");
  EXPECT_EQ(verdict.forward->pass, pass_id("foreign"));
}

TEST(Issue, WaitsOutTheLastTwoMinutesBeforeActivation) {
  sample of = ready_to_issue();
  of.when().activation_at = noon + minutes{2} + tick;
  EXPECT_EQ(verdict_of(of), "start issue_pass");
  of.when().activation_at = noon + minutes{2};
  EXPECT_EQ(verdict_of(of), "wait");
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + minutes{2});
  of.when().activation_at = noon + tick;
  EXPECT_EQ(verdict_of(of), "wait");
  of.when().activation_at = noon;
  EXPECT_EQ(verdict_of(of), "start issue_pass");
}

TEST(Issue, FreezesThePlanInTheStep) {
  sample of = ready_to_issue();
  const pass_plan ahead = decide_when_due(of).forward->plan;
  EXPECT_EQ(ahead.start_at, of.when().activation_at);
  EXPECT_FALSE(ahead.starts_at_once);
  EXPECT_EQ(ahead.lifetime, of.how().pass_lifetime);
  EXPECT_TRUE(ahead.one_time);
  EXPECT_EQ(ahead.secret, secret_name("fresh"));
  of.how().store = "hr";
  EXPECT_EQ(decide_when_due(of).forward->plan.secret, secret_name("hr/fresh"));
  EXPECT_EQ(ahead.recipients, of.facts.recipients);
  EXPECT_EQ(ahead.zone, "Europe/Berlin");

  of.now = noon + milliseconds{1500};
  of.when().activation_at = noon;
  of.is().pass.listed_at = of.now;
  const pass_plan at_once = decide_when_due(of).forward->plan;
  EXPECT_EQ(at_once.start_at, noon + seconds{1});
  EXPECT_TRUE(at_once.starts_at_once);
  of.when().activation_at = of.now;
  EXPECT_TRUE(decide_when_due(of).forward->plan.starts_at_once);
}

TEST(Issue, IsNotBegunBeforeItsTime) {
  sample of = sample_of(wanted_class::near, "disabled");
  EXPECT_EQ(decide_when_due(of).look_again_at, of.when().activation_at - of.how().issue_ahead);
  EXPECT_EQ(decide_when_due(of).where, standing::waiting);
}

TEST(Issue, BacksOffWithoutNamingAStep) {
  sample of = ready_to_issue();
  of.retry(step_kind::issue_pass) = {.failures = 1, .not_before = noon + tick};
  decision verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "wait");
  EXPECT_EQ(verdict.where, standing::working);
  EXPECT_EQ(verdict.look_again_at, noon + tick);
  of.retry(step_kind::issue_pass).not_before = noon;
  verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "start issue_pass");
  EXPECT_EQ(verdict.look_again_at, noon);
  EXPECT_EQ(verdict.forward->id, step_id{of.is().next_step});
}

}  // namespace
}  // namespace daypass::planner

#include "unit/planner/sample.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

/// A verified pass of this window, compared and its account checked so long ago.
sample published(duration start, duration lifetime, duration looked_ago) {
  sample of = sample_of(wanted_class::issuable);
  of.when().activation_at = noon + start;
  make_so(of, start > duration(0) ? "ready" : "usable");
  pass_state& pass = of.is().pass;
  pass.plan->start_at = pass.start_at = noon + start;
  pass.end_at = pass.start_at + lifetime;
  pass.listed_at = of.is().account_checked_at = noon - looked_ago;
  return of;
}

TEST(Watch, ComparesTwiceADayAndAroundTheWindowsEnds) {
  struct row {
    duration start;
    duration lifetime;
    duration looked_ago;
    duration expected;
  };
  const duration day = hours{24};
  const std::vector<row> rows = {
      {day, day, hours{1}, hours{11}},
      {hours{10}, day, hours{1}, hours{9}},
      {minutes{30}, day, minutes{30}, minutes{30}},
      {minutes{30}, day, minutes{10}, minutes{30}},
      {-hours{2}, day, hours{1}, hours{11}},
      {-hours{2}, hours{3}, hours{1}, minutes{45}},
      {-hours{2}, hours{2} + minutes{10}, minutes{5}, minutes{11}},
      {-hours{2}, hours{2} + seconds{1}, minutes{1}, seconds{61}},
      {-hours{2}, hours{2} - seconds{30}, seconds{10}, seconds{30}},
      {-hours{2}, hours{2} - minutes{2}, seconds{20}, minutes{5} - seconds{20}},
  };
  for (const row& one : rows) {
    sample of = published(one.start, one.lifetime, one.looked_ago);
    const decision waits = decide_when_due(of);
    EXPECT_EQ(in_words(waits), "wait");
    EXPECT_EQ(waits.look_again_at - noon, one.expected) << one.start.count();
    of.now = waits.look_again_at;
    EXPECT_EQ(verdict_of(of), "start look_account");
    of.is().account_checked_at = of.now;
    EXPECT_EQ(verdict_of(of), "start look_methods");
  }
}

TEST(Watch, ChecksTheAccountSinceThePassWasMade) {
  sample of = published(hours{24}, hours{8}, hours{1});
  of.is().account_checked_at.reset();
  of.is().pass.created_at = noon - hours{12};
  EXPECT_EQ(verdict_of(of), "start look_account");
  of.is().pass.created_at = noon - hours{12} + tick;
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + tick);
}

TEST(Watch, HoldsWhileThePolicyDisablesThePass) {
  sample of = published(hours{24}, hours{8}, minutes{10} - tick);
  of.is().pass.usability = pass_usability::disabled_by_policy;
  EXPECT_EQ(verdict_of(of), "hold pass_disabled");
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + tick);
  of.is().pass.listed_at = noon - minutes{10};
  EXPECT_EQ(verdict_of(of), "start look_methods");
}

TEST(Watch, LooksAgainWhereNoLookIsOnRecord) {
  sample of = published(hours{24}, hours{8}, minutes{1});
  of.is().pass.listed_at.reset();
  EXPECT_EQ(verdict_of(of), "start look_methods");
  of.rules.clock_trusted = false;
  EXPECT_EQ(verdict_of(of), "hold clock_untrusted");
}

TEST(Watch, ShowsTodaysNamesBesideTheSecret) {
  sample of = published(hours{24}, hours{8}, minutes{1});
  of.is().pass.start_at += seconds{3};
  of.facts.who->display_name = "Ann Married";
  const decision verdict = decide_when_due(of);
  ASSERT_EQ(in_words(verdict), "start refresh_secret");
  EXPECT_EQ(verdict.forward->attributes->display_name, "Ann Married");
  EXPECT_EQ(verdict.forward->plan.start_at, of.is().pass.start_at);
  of.is().account.written.edit().display_name = "Ann Married";
  of.retry(step_kind::refresh_secret) = {.failures = 1, .not_before = noon + tick};
  EXPECT_EQ(verdict_of(of), "wait");
}

TEST(Watch, LeavesNamesAloneWhileHrsWordsCanNotBeUsed) {
  sample of = published(hours{24}, hours{8}, minutes{1});
  of.facts.who = std::unexpected(obstacle{reason::upn_invalid, ""});
  const decision verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "hold upn_invalid");
  EXPECT_EQ(verdict.look_again_at, noon + hours{12} - minutes{1});
}

TEST(Watch, GoesOnForAProfileThatIsNoneAnyMore) {
  sample of = published(hours{24}, hours{8}, minutes{1});
  of.facts.profile_name = "none";
  of.facts.recipients.clear();
  EXPECT_EQ(verdict_of(of), "hold profile_unknown");
}

TEST(Watch, LeavesSoftWantsToTheEmployeeOnceTheAuthorityEnded) {
  sample of = published(-hours{2}, hours{24}, minutes{1});
  of.facts.who->department = "D2";
  EXPECT_EQ(verdict_of(of), "start update_account");
  of.is().strong_method_at = noon - minutes{1};
  EXPECT_EQ(verdict_of(of), "wait");
}

TEST(Publish, ShowsTheWindowThatGraphAnswered) {
  sample of = sample_of(wanted_class::issuable, "issued+code");
  of.is().pass.start_at += seconds{3};
  of.facts.who->display_name = "Ann Married";
  of.when().zone = "Europe/Paris";
  const decision verdict = decide_when_due(of);
  ASSERT_EQ(in_words(verdict), "start publish_secret");
  EXPECT_EQ(verdict.forward->plan.start_at, of.is().pass.start_at);
  EXPECT_EQ(verdict.forward->plan.secret, secret_name("secret"));
  EXPECT_EQ(verdict.forward->plan.zone, "Europe/Paris");
  EXPECT_EQ(verdict.forward->pass, pass_id("pass"));
  EXPECT_EQ(verdict.forward->attributes->display_name, "Ann Married");
  EXPECT_EQ(verdict.forward->attributes->user_principal_name, "ann.lee@x.example");
}

TEST(Publish, IsRepeatedWhileTheCodeIsInHand) {
  sample of = sample_of(wanted_class::issuable, "unverified+torn");
  of.code_in_hand = true;
  EXPECT_EQ(verdict_of(of), "start publish_secret");
  of.retry(step_kind::publish_secret) = {.failures = 1, .permanent = true};
  EXPECT_EQ(verdict_of(of), "park store_refused");
}

TEST(Outdated, IsAPassNotYetUsableForOtherPeopleOrAnotherHour) {
  sample of = sample_of(wanted_class::issuable, "ready");
  of.facts.recipients = {"another"};
  const decision verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "start withdraw_secret");
  EXPECT_EQ(verdict.forward->secret, secret_name("secret"));
  sample in_use = sample_of(wanted_class::started, "usable");
  in_use.facts.recipients = {"another"};
  EXPECT_EQ(verdict_of(in_use), "wait");
  in_use.when().activation_at = noon;
  EXPECT_EQ(verdict_of(in_use), "wait");
  in_use.when().activation_at = noon + tick;
  EXPECT_EQ(verdict_of(in_use), "start withdraw_secret");
}

TEST(Outdated, IsNotOneThatBeginsAtOnceByGraphsClock) {
  sample of = published(seconds{20}, hours{8}, minutes{1});
  of.when().activation_at = noon - hours{1};
  EXPECT_EQ(verdict_of(of), "start withdraw_secret");
  of.is().pass.plan->starts_at_once = true;
  EXPECT_EQ(verdict_of(of), "wait");
}

TEST(Outdated, IsNotReplacedOnceTheAuthorityEnded) {
  sample of = sample_of(wanted_class::near, "usable");
  of.is().first_usable_at = noon - days{5};
  EXPECT_EQ(verdict_of(of), "wait");
  sample unused = sample_of(wanted_class::near, "ready");
  unused.is().first_usable_at = noon - days{5};
  EXPECT_EQ(verdict_of(unused), "start withdraw_secret");
  unused.is().pass.start_at = noon;
  EXPECT_EQ(verdict_of(unused), "start look_account") << "watched as one that is in use";
}

TEST(Retire, DeletesByTheIdOnRecord) {
  const decision verdict = decide_when_due(sample_of(wanted_class::issuable, "issued"));
  EXPECT_EQ(verdict.forward->pass, pass_id("pass"));
  EXPECT_EQ(verdict.forward->user, user_id("user"));
}

TEST(Retire, WaitsForWhatMayStillTakeEffect) {
  sample of = sample_of(wanted_class::issuable, "retired");
  of.is().pass.deleted = true;
  of.is().attempts = {{step_id{1}, step_kind::publish_secret, noon, noon + minutes{10}},
                      {step_id{2}, step_kind::refresh_secret, noon, noon + minutes{12}},
                      {step_id{3}, step_kind::refresh_secret, noon, noon + minutes{11}}};
  const decision verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "wait");
  EXPECT_EQ(verdict.look_again_at, noon + minutes{12});
}

TEST(Missing, IsBelievedAfterTheTimeThatReplicasTake) {
  struct row {
    duration created_ago;
    duration missed_ago;
    duration listed_ago;
    std::string expected;
    duration again;
  };
  const std::vector<row> rows = {
      {hours{24}, seconds{10} - tick, seconds{1}, "wait", tick},
      {hours{24}, seconds{10}, seconds{10}, "start look_methods", duration(0)},
      {hours{24}, seconds{10}, tick, "start look_methods", duration(0)},
      {hours{24}, seconds{10}, duration(0), "start withdraw_secret", duration(0)},
      {minutes{5}, seconds{10}, duration(0), "start withdraw_secret", duration(0)},
      {minutes{5} - tick, minutes{5} - tick, duration(0), "wait", tick},
      {minutes{5} - tick, minutes{5}, tick, "start look_methods", duration(0)},
      {minutes{5} - tick, minutes{5}, duration(0), "start withdraw_secret", duration(0)},
  };
  for (const row& one : rows) {
    sample of = sample_of(wanted_class::issuable, "missing");
    of.is().pass.created_at = noon - one.created_ago;
    of.is().pass.missed_at = noon - one.missed_ago;
    of.is().pass.listed_at = noon - one.listed_ago;
    const decision verdict = decide_when_due(of);
    EXPECT_EQ(in_words(verdict), one.expected);
    EXPECT_EQ(verdict.where, standing::working);
    EXPECT_EQ(verdict.look_again_at, noon + one.again);
  }
}

TEST(Missing, EndsByWhatStandsInItsPlaceAndByTheHour) {
  sample of = sample_of(wanted_class::issuable, "retired+gone");
  of.is().pass.listed_at.reset();
  EXPECT_EQ(verdict_of(of), "start look_methods");
  of.is().pass.listed_at = noon - minutes{1};
  of.is().pass.listed = {{.id = pass_id("foreign")}};
  EXPECT_EQ(verdict_of(of), "park foreign_pass");
  of.is().pass.listed.clear();
  of.when().activation_at = of.is().pass.plan->start_at = of.is().pass.start_at = noon + tick;
  EXPECT_EQ(verdict_of(of), "start delete_pass");
  of.when().activation_at = of.is().pass.plan->start_at = of.is().pass.start_at = noon;
  EXPECT_EQ(verdict_of(of), "settle removed_by_other");
  of.is().pass.end_at = noon + tick;
  EXPECT_EQ(verdict_of(of), "settle removed_by_other");
  of.is().pass.end_at = noon;
  EXPECT_EQ(verdict_of(of), "settle unused");
}

TEST(Over, IsAPassGoneOnceItsWindowEnded) {
  sample of = sample_of(wanted_class::started, "missing");
  of.is().pass.end_at = noon + tick;
  EXPECT_EQ(classify_actual(of.at()), actual_class::missing);
  of.is().pass.end_at = noon;
  EXPECT_EQ(classify_actual(of.at()), actual_class::over);
  of.is().pass.missed_at.reset();
  EXPECT_EQ(classify_actual(of.at()), actual_class::usable);
  of.is().pass.usability = pass_usability::expired;
  EXPECT_EQ(classify_actual(of.at()), actual_class::over);
}

TEST(Over, WaitsForWhoSignedInToRegister) {
  sample of = sample_of(wanted_class::started, "retired+over");
  of.is().used_at = noon - minutes{15} + tick;
  of.is().pass.listed_at = noon - minutes{1};
  EXPECT_EQ(verdict_of(of), "wait");
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + tick);
  of.is().used_at = noon - minutes{15};
  EXPECT_EQ(verdict_of(of), "start look_methods");
  of.is().pass.listed_at.reset();
  EXPECT_EQ(verdict_of(of), "start look_methods");
  of.is().pass.listed_at = noon;
  EXPECT_EQ(verdict_of(of), "settle used_not_registered");
  of.is().used_at = noon;
  of.is().strong_method_at = noon;
  EXPECT_EQ(verdict_of(of), "settle registered");
}

TEST(Over, EndsUnusedOrUnknown) {
  sample of = sample_of(wanted_class::started, "retired+over");
  of.is().pass.usability = pass_usability::expired;
  of.is().used_at = noon;
  EXPECT_EQ(verdict_of(of), "settle unused");
  of.is().pass.plan->one_time = false;
  EXPECT_EQ(verdict_of(of), "settle unknown");
}

TEST(Ended, IsWokenByHrOnlyWhileWeMayIssue) {
  sample of = sample_of(wanted_class::started, "retired+ended");
  ++of.record.wants.version;
  EXPECT_EQ(verdict_of(of), "settle registered");
  of.is().strong_method_at = noon;
  EXPECT_EQ(verdict_of(of), "park established");
  --of.record.wants.version;
  EXPECT_EQ(verdict_of(of), "settle registered");
  of.is().pass.secret = secret_state::verified;
  EXPECT_EQ(verdict_of(of), "start withdraw_secret");
}

TEST(Ended, IsNotSettledWhileAnAttemptIsOpen) {
  sample of = sample_of(wanted_class::started, "retired+ended");
  of.is().attempts = {{step_id{1}, step_kind::refresh_secret, noon, noon + minutes{10}}};
  EXPECT_EQ(verdict_of(of), "wait");
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + minutes{10});
}

TEST(LostIssue, IsLookedForSinceTheLastAttempt) {
  sample of = sample_of(wanted_class::issuable, "issuing+listed");
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + minutes{10});
  of.is().attempts.push_back(
      {step_id{2}, step_kind::issue_pass, *of.is().pass.listed_at, noon + minutes{14}});
  EXPECT_EQ(verdict_of(of), "start look_methods");
  of.is().pass.listed_at = *of.is().pass.listed_at + tick;
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + minutes{14});
}

TEST(Rest, LastsUntilSomethingNewIsSaid) {
  sample of = sample_of(wanted_class::issuable, "enabled+looked");
  of.is().stands.where = standing::parked;
  of.is().stands.why = reason::foreign_pass;
  EXPECT_EQ(verdict_of(of), "park foreign_pass");
  of.is().stands.where = standing::settled;
  of.is().ended = ending::unused;
  EXPECT_EQ(verdict_of(of), "settle unused");
  of.is().stands.where = standing::waiting;
  EXPECT_EQ(verdict_of(of), "start issue_pass");
  of.is().stands.where = standing::parked;
  ++of.record.wants.version;
  EXPECT_EQ(verdict_of(of), "start issue_pass");
  --of.record.wants.version;
  of.order_now(order_kind::adopt);
  EXPECT_EQ(verdict_of(of), "start issue_pass");
  of.order_now(order_kind::adopt);
  of.is().stands.order_number = 1;
  EXPECT_EQ(verdict_of(of), "start issue_pass");
  of.is().stands.order_number = 2;
  EXPECT_EQ(verdict_of(of), "park foreign_pass");
}

}  // namespace
}  // namespace daypass::planner

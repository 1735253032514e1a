#include "unit/planner/answers.hpp"

#include "daypass/planner/absorb.hpp"
#include "daypass/planner/fold.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

TEST(Lockout, NamesEachEffectWithAllThatItTakes) {
  sample of = rescinded("ready");
  of.is().next_step = 5;
  const decision verdict = decide_when_due(of);
  ASSERT_EQ(in_words(verdict), "urgent withdraw_secret delete_pass disable_account");
  EXPECT_EQ(verdict.where, standing::working);
  std::uint64_t number = 5;
  for (const step& effect : verdict.effects) {
    EXPECT_EQ(effect.id, step_id{number++});
    EXPECT_TRUE(effect.urgent);
    EXPECT_EQ(effect.user, user_id("user"));
    EXPECT_EQ(effect.pass, pass_id("pass"));
    EXPECT_EQ(effect.secret, secret_name("secret"));
    EXPECT_EQ(effect.attributes, of.is().account.reserved);
  }
}

TEST(Lockout, TriesEachEffectThoughOthersFail) {
  const std::vector<std::pair<step_kind, std::string>> rows = {
      {step_kind::withdraw_secret, "urgent delete_pass disable_account"},
      {step_kind::delete_pass, "urgent withdraw_secret disable_account"},
      {step_kind::disable_account, "urgent withdraw_secret delete_pass revoke_sessions"},
  };
  for (const auto& [failing, expected] : rows) {
    sample of = rescinded("ready");
    of.retry(failing) = {.failures = 3, .not_before = noon + seconds{4}, .permanent = true};
    const decision verdict = decide_when_due(of);
    EXPECT_EQ(in_words(verdict), expected);
    EXPECT_EQ(verdict.look_again_at, noon + seconds{4});
    of.retry(failing).not_before = noon;
    EXPECT_NE(verdict_of(of).find(to_string(failing)), std::string::npos);
  }
}

TEST(Lockout, WakesForTheFirstEffectThatMayBeTriedAgain) {
  sample of = rescinded("ready");
  of.retry(step_kind::withdraw_secret) = {.failures = 1, .not_before = noon + seconds{4}};
  of.retry(step_kind::delete_pass) = {.failures = 1, .not_before = noon + seconds{2}};
  of.retry(step_kind::disable_account) = {.failures = 1, .not_before = noon + seconds{3}};
  EXPECT_EQ(verdict_of(of), "urgent revoke_sessions");
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + seconds{2});
}

TEST(Lockout, RevokesSessionsOnceMoreAfterDisabling) {
  sample of = locked_out();
  of.is().lockout.sessions_revoked_at.reset();
  EXPECT_EQ(verdict_of(of), "urgent revoke_sessions");
  of.is().lockout.sessions_revoked_at = *of.is().lockout.disabled_at - tick;
  EXPECT_EQ(verdict_of(of), "urgent revoke_sessions");
  of.is().lockout.sessions_revoked_at = of.is().lockout.disabled_at;
  EXPECT_EQ(verdict_of(of), "settle rescinded");
}

TEST(Lockout, RevokesSessionsFirstWhereDisablingFails) {
  sample of = rescinded("enabled");
  EXPECT_EQ(verdict_of(of), "urgent disable_account");
  of.retry(step_kind::disable_account).failures = 1;
  EXPECT_EQ(verdict_of(of), "urgent disable_account revoke_sessions");
  of.is().lockout.begun_at = of.is().lockout.sessions_revoked_at = noon - minutes{1};
  EXPECT_EQ(verdict_of(of), "urgent disable_account");
}

TEST(Lockout, IsVerifiedWhenWhatWasSentCanNotTakeEffectAnyMore) {
  sample of = locked_out();
  of.is().attempts = {{step_id{1}, step_kind::enable_account, noon, noon + minutes{3}},
                      {step_id{2}, step_kind::publish_secret, noon, noon + minutes{2}}};
  const decision verdict = decide_when_due(of);
  EXPECT_EQ(verdict.where, standing::working);
  EXPECT_FALSE(verdict.urgent);
  EXPECT_TRUE(verdict.effects.empty());
  EXPECT_EQ(verdict.look_again_at, noon + minutes{2});
  of.now = noon + minutes{3};
  EXPECT_EQ(verdict_of(of), "urgent look_account disable_account");
}

TEST(Lockout, WithdrawsWhatAPublishMayStillBring) {
  sample of = rescinded("retired");
  of.is().pass.deleted = true;
  of.is().attempts = {{step_id{1}, step_kind::publish_secret, noon, noon + minutes{2}}};
  EXPECT_EQ(verdict_of(of), "urgent withdraw_secret disable_account");
  of.is().lockout.begun_at = of.is().lockout.withdrawn_at = noon - seconds{1};
  EXPECT_EQ(verdict_of(of), "urgent disable_account");
  of.now = noon + minutes{2};
  EXPECT_EQ(verdict_of(of), "urgent withdraw_secret disable_account");
}

TEST(Lockout, LooksForAnAccountThatALostCreateMayMake) {
  sample of = rescinded("creating");
  of.is().account.looked_at = noon - minutes{1} + tick;
  EXPECT_EQ(verdict_of(of), "urgent wait");
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + tick);
  of.is().account.looked_at = noon - minutes{1};
  EXPECT_EQ(verdict_of(of), "urgent look_account");
  EXPECT_EQ(decide_when_due(of).effects.front().attributes, of.is().account.reserved);
  of.is().account.looked_at.reset();
  EXPECT_EQ(verdict_of(of), "urgent look_account");
  of.is().attempts.front().open_until = noon;
  EXPECT_EQ(verdict_of(of), "urgent look_account");
  of.is().attempts.clear();
  of.is().account.looked_at = noon;
  EXPECT_EQ(verdict_of(of), "settle rescinded");
}

TEST(Lockout, WaitsForACreateInFlight) {
  sample of = rescinded("creating");
  of.is().attempts.front().open_until.reset();
  of.running = {{step_id{1}, step_kind::create_account}};
  EXPECT_EQ(verdict_of(of), "urgent wait");
}

TEST(Lockout, LooksForAPassThatALostIssueMayMake) {
  sample of = rescinded("issuing");
  of.is().pass.listed_at = noon - minutes{1};
  EXPECT_EQ(verdict_of(of), "urgent look_methods disable_account");
  of.is().pass.listed_at = noon - minutes{1} + tick;
  EXPECT_EQ(verdict_of(of), "urgent disable_account");
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + tick);
  of.is().attempts.clear();
  EXPECT_EQ(verdict_of(of), "urgent look_methods disable_account");
  of.running = {{step_id{1}, step_kind::issue_pass}};
  EXPECT_EQ(verdict_of(of), "urgent disable_account");
}

TEST(Lockout, IsNotSettledWhileAnIssueIsInFlight) {
  sample of = locked_out();
  make_so(of, "issuing");
  of.is().attempts.front().open_until.reset();
  of.running = {{step_id{1}, step_kind::issue_pass}};
  EXPECT_EQ(verdict_of(of), "urgent wait");
}

TEST(Lockout, ConfirmsAnAccountThatWasNotLookedAt) {
  sample of = locked_out();
  of.is().account.looked_at.reset();
  EXPECT_EQ(verdict_of(of), "urgent look_account");
  of.retry(step_kind::look_account).not_before = noon + tick;
  EXPECT_EQ(verdict_of(of), "urgent wait");
}

TEST(Lockout, DisablesAgainWhatAnEnableInFlightHasEnabledSince) {
  sample of = rescinded("enabling");
  const step enable = put_in_flight(of, step_kind::enable_account);
  const instant then = noon - minutes{1};
  of.is().lockout = {then, then, then, then, then};
  EXPECT_EQ(verdict_of(of), "sleep") << "confirmed for now, and the enable is in flight";
  const sample before = of;
  of.running.clear();
  of.is() = absorb(before.at(), {enable, step_done{}, noon}, 0);
  EXPECT_EQ(verdict_of(of), "urgent disable_account");
  const error lost{failure::unknown_effect, failure_scope::hire, refusal::no_answer, "lost", {}};
  of.is() = absorb(before.at(), {enable, lost, noon}, 0);
  EXPECT_EQ(verdict_of(of), "urgent disable_account") << "and once more when nothing can come";
  of.is() = before.record.is;
  of.is() = reconcile(of.at());
  EXPECT_EQ(verdict_of(of), "urgent disable_account") << "the process ended in between";
}

TEST(Lockout, WakesForTheAlarmWhereNothingElseDoes) {
  sample of = rescinded("ready");
  of.is().lockout.begun_at = noon - minutes{4} - seconds{30};
  for (const step_kind kind :
       {step_kind::withdraw_secret, step_kind::delete_pass, step_kind::disable_account}) {
    of.retry(kind) = {.failures = 1, .not_before = noon + minutes{1}};
  }
  of.is().lockout.sessions_revoked_at = noon;
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + seconds{30});
  of.is().lockout.begun_at = noon - minutes{5};
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + minutes{1});
}

TEST(Lockout, LeavesADeletedPassAlone) {
  sample of = rescinded("ready");
  of.is().pass.deleted = true;
  EXPECT_EQ(verdict_of(of), "urgent withdraw_secret disable_account");
}

/// Others may have opened since what was confirmed, or restored what was gone.
TEST(Lockout, IsDoneAgainWhenHrOrAnOperatorSaysSoAgain) {
  sample of = locked_out();
  of.record.wants.rescinded_at = noon - minutes{2};
  EXPECT_TRUE(reconcile(of.at()).lockout.disabled_at);
  of.record.wants.rescinded_at = noon - seconds{1};
  of.is() = reconcile(of.at());
  EXPECT_EQ(verdict_of(of), "urgent disable_account");
  of = locked_out();
  of.record.ordered = {{.number = 1, .kind = order_kind::revoke, .at = noon}};
  of.is() = reconcile(of.at());
  EXPECT_EQ(verdict_of(of), "urgent disable_account");
  EXPECT_EQ(of.is().lockout.begun_at, noon - minutes{1}) << "its authority is that of the first";
}

TEST(Lockout, IsNotDoneAgainForAWordThatAClockAheadHasStamped) {
  sample of = locked_out();
  of.record.wants.rescinded_at = noon + hours{1};
  EXPECT_TRUE(reconcile(of.at()).lockout.disabled_at);
}

TEST(Lockout, LooksAgainForADeletedAccountWhenHrRescindsAgain) {
  sample of = locked_out();
  of.is().account.gone_at = noon - seconds{30};
  of.record.wants.rescinded_at = noon - minutes{1};
  EXPECT_EQ(verdict_of(of), "settle rescinded");
  of.record.wants.rescinded_at = noon - seconds{1};
  EXPECT_EQ(verdict_of(of), "urgent look_account");
}

TEST(Authority, OverTheAccountEndsThirtyDaysAfterTheFirstPass) {
  sample of = rescinded("established");
  of.record.wants.rescinded_at = noon;
  of.is().first_usable_at = noon - days{30} + tick;
  EXPECT_EQ(verdict_of(of), "urgent disable_account");
  of.is().first_usable_at = noon - days{30};
  EXPECT_EQ(verdict_of(of), "park established");
  of.is().lockout.begun_at = noon - tick;
  EXPECT_EQ(verdict_of(of), "urgent disable_account") << "a lock-out that began in time goes on";
  of.is().lockout.begun_at.reset();
  of.record.wants.rescinded_at = noon - tick;
  EXPECT_EQ(verdict_of(of), "urgent disable_account") << "heard in time, however late acted on";
  of.record.wants.rescinded_at = noon;
  of.order_now(order_kind::revoke);
  EXPECT_EQ(verdict_of(of), "urgent disable_account") << "an operator's order needs none";
}

TEST(Authority, OverOurOwnPassNeverEnds) {
  sample of = rescinded("usable");
  of.record.wants.rescinded_at = noon;
  of.is().first_usable_at = noon - days{30};
  EXPECT_EQ(verdict_of(of), "start withdraw_secret");
  of.running = {{step_id{1}, step_kind::withdraw_secret}};
  EXPECT_EQ(verdict_of(of), "sleep");
  of.running.clear();
  of.is().pass.secret = secret_state::withdrawn;
  EXPECT_EQ(verdict_of(of), "start delete_pass");
}

TEST(Lockout, IsOverThoughALostDisablingMayStillCome) {
  sample of = locked_out();
  of.is().attempts = {{step_id{1}, step_kind::disable_account, noon, noon + minutes{3}}};
  EXPECT_EQ(verdict_of(of), "settle rescinded");
}

TEST(Lockout, KeepsTheLastOfTheDisablingsThatAreLost) {
  sample of = rescinded("enabled");
  const error lost{failure::unknown_effect, failure_scope::hire, refusal::no_answer, "lost", {}};
  for (const std::uint64_t number : {3U, 4U}) {
    const step disable{.id = step_id{number}, .kind = step_kind::disable_account, .urgent = true};
    of.is() = intend(of.at(), disable);
    of.is() = absorb(of.at(), {disable, lost, of.now}, 0);
    of.now += minutes{1};
  }
  ASSERT_EQ(of.is().attempts.size(), 1U);
  EXPECT_EQ(of.is().attempts.front().open_until,
            noon + minutes{1} + of.rules.bounds.late_effect_max);
}

TEST(Lockout, KeepsALostDisablingWhenAnotherAnswerIsLost) {
  sample of = sample_of(wanted_class::issuable, "enabled");
  const instant closes_at = noon + minutes{10};
  of.is().attempts = {{step_id{1}, step_kind::disable_account, noon - minutes{5}, closes_at}};
  const error lost{failure::unknown_effect, failure_scope::hire, refusal::no_answer, "lost", {}};
  const step update{.id = step_id{2}, .kind = step_kind::update_account};
  of.is() = absorb(of.at(), {update, lost, of.now}, 0);
  ASSERT_EQ(of.is().attempts.size(), 1U);
  of.now = closes_at;
  EXPECT_TRUE(reconcile(of.at()).account.disabled_by_us);
}

TEST(Lockout, IsNotConfirmedByADisablingThatAnEnableMayHaveOvertaken) {
  sample of = sample_of(wanted_class::rescinded, "enabled");
  of.is().attempts = {{.id = step_id{7}, .kind = step_kind::disable_account, .intended_at = noon}};
  const step disable = {.id = step_id{7}, .kind = step_kind::disable_account};
  of.is().account.enabled_written_at = noon + tick;
  const actual overtaken = absorb(of.at(), {disable, account_disabled{}, noon + seconds{1}}, 0);
  EXPECT_FALSE(overtaken.lockout.disabled_at);
  EXPECT_TRUE(overtaken.account.enabled);
  of.is().account.enabled_written_at = noon;
  const actual ended = absorb(of.at(), {disable, account_disabled{}, noon + seconds{1}}, 0);
  EXPECT_TRUE(ended.lockout.disabled_at);
}

}  // namespace
}  // namespace daypass::planner

#include "unit/planner/answers.hpp"

#include "daypass/planner/absorb.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

sample with_attempt(std::string_view row, step_kind kind, std::optional<instant> open_until) {
  sample of = sample_of(wanted_class::issuable, row);
  of.is().attempts = {{step_id{1}, kind, noon - minutes{5}, open_until}};
  return of;
}

TEST(VanishedAttempt, StaysOpenForItsTime) {
  for (const step_kind kind : {step_kind::create_account, step_kind::issue_pass}) {
    sample of = with_attempt("issuing", kind, std::nullopt);
    of.is().account.attempt_until = of.is().pass.attempt_until = noon;
    const actual is = reconcile(of.at());
    EXPECT_EQ(is.attempts.front().open_until, noon + minutes{15});
    const bool create = kind == step_kind::create_account;
    EXPECT_EQ(is.account.attempt_until, create ? noon + minutes{15} : noon);
    EXPECT_EQ(is.pass.attempt_until, create ? noon : noon + minutes{15});
    of.running = {{step_id{1}, kind}};
    EXPECT_EQ(reconcile(of.at()), of.is()) << "its answer is awaited";
    of.running = {{step_id{2}, kind}};
    EXPECT_NE(reconcile(of.at()), of.is());
  }
}

TEST(VanishedAttempt, IsNotProlonged) {
  const sample of = with_attempt("issuing", step_kind::issue_pass, noon + tick);
  EXPECT_EQ(reconcile(of.at()).attempts.front().open_until, noon + tick);
}

TEST(OpenAttempt, ClosesByGraphsClockHoweverOursIsSet) {
  sample of = with_attempt("issuing", step_kind::issue_pass, std::nullopt);
  of.graph_ahead = minutes{1};
  of.is() = reconcile(of.at());
  const instant closes_at = noon + of.rules.bounds.late_effect_max;
  EXPECT_EQ(of.is().attempts.front().open_until_there, closes_at + minutes{1});
  const auto until_when_set = [&](duration by) {
    sample set = of;
    set.now = noon + by;
    set.graph_ahead = minutes{1} - by;
    return reconcile(set.at()).attempts.front().open_until;
  };
  EXPECT_EQ(until_when_set(hours{3}), closes_at + hours{3});
  EXPECT_EQ(until_when_set(-hours{3}), closes_at - hours{3});
  EXPECT_EQ(until_when_set(seconds{9}), closes_at) << "Date headers are no better";
  of.now = noon + hours{3};
  EXPECT_TRUE(reconcile(of.at()).attempts.empty());
}

TEST(OpenAttempt, WaitsAfterAStartForAWordOfGraphsClock) {
  sample of = with_attempt("issuing", step_kind::issue_pass, std::nullopt);
  of.is() = reconcile(of.at());
  of.now = noon + days{1};
  of.graph_ahead.reset();
  of.is() = reconcile(of.at());
  EXPECT_EQ(of.is().attempts.front().open_until, of.now + seconds{2});
  of.graph_ahead = duration{0};
  EXPECT_TRUE(reconcile(of.at()).attempts.empty());
}

TEST(OpenAttempt, LearnsOfGraphsClockAsSoonAsThatIsKnown) {
  sample of = with_attempt("issuing", step_kind::issue_pass, std::nullopt);
  of.graph_ahead.reset();
  of.is() = reconcile(of.at());
  EXPECT_FALSE(of.is().attempts.front().open_until_there);
  of.graph_ahead = hours{2};
  EXPECT_EQ(reconcile(of.at()).attempts.front().open_until_there,
            noon + hours{2} + of.rules.bounds.late_effect_max);
}

TEST(ClosedAttempt, IsLookedAtOrUndoneOnceMore) {
  const sample create = with_attempt("creating", step_kind::create_account, noon);
  EXPECT_TRUE(reconcile(create.at()).attempts.empty());
  EXPECT_FALSE(reconcile(create.at()).account.looked_at.has_value());
  const sample issue = with_attempt("issuing+listed", step_kind::issue_pass, noon);
  EXPECT_FALSE(reconcile(issue.at()).pass.listed_at.has_value());
  EXPECT_TRUE(reconcile(issue.at()).account.looked_at.has_value());
  sample enable = with_attempt("disabled", step_kind::enable_account, noon);
  enable.is().lockout.disabled_at = noon;
  enable.record.wants = sample_of(wanted_class::rescinded).record.wants;
  EXPECT_FALSE(reconcile(enable.at()).account.looked_at.has_value());
  EXPECT_FALSE(reconcile(enable.at()).lockout.disabled_at.has_value());
  for (const step_kind kind : {step_kind::publish_secret, step_kind::refresh_secret}) {
    sample shown = with_attempt("retired", kind, noon);
    EXPECT_EQ(reconcile(shown.at()).pass.secret, secret_state::unverified);
    EXPECT_TRUE(reconcile(shown.at()).account.looked_at.has_value());
    shown.is().pass.secret = secret_state::verified;
    EXPECT_EQ(reconcile(shown.at()).pass.secret, secret_state::verified);
  }
  EXPECT_EQ(reconcile(with_attempt("creating", step_kind::create_account, noon + tick).at())
                .attempts.size(),
            1U);
}

/// Else each revocation would come before the disabling, and be followed by another at once.
TEST(ClockSetBack, LeavesALockoutThatWasConfirmedByTheClockAhead) {
  sample of = sample_of(wanted_class::rescinded, "disabled");
  const instant ahead = noon + minutes{5};
  of.is().lockout = {ahead, ahead, ahead, ahead, std::nullopt};
  const step revoke = put_in_flight(of, step_kind::revoke_sessions);
  of.is() = reconcile(of.at());
  of.is() = absorb(of.at(), {revoke, step_done{}, noon}, 0);
  of.running.clear();
  EXPECT_EQ(in_words(decide_when_due(of)), "settle rescinded");
}

/// Else each list would come before the issue it is to tell of.
TEST(ClockSetBack, LeavesALookAtALostPassThatWasIssuedByTheClockAhead) {
  sample of = sample_of(wanted_class::issuable, "issuing");
  of.is().pass.listed_at.reset();
  for (attempt& one : of.is().attempts) {
    one.intended_at = noon + minutes{5};
    one.open_until = noon + hours{1};
  }
  const step look = put_in_flight(of, step_kind::look_methods);
  of.is() = reconcile(of.at());
  of.now = noon + seconds{1};
  of.is() = absorb(of.at(), {look, methods_seen{}, of.now}, 0);
  of.running.clear();
  const decision verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "wait");
  EXPECT_EQ(verdict.look_again_at, noon + of.rules.bounds.late_effect_max);
}

/// How old it is nobody can say.
TEST(ClockSetBack, LeavesNoListToIssueBy) {
  sample of = sample_of(wanted_class::issuable, "enabled+looked");
  EXPECT_EQ(verdict_of(of), "start issue_pass");
  of.is().pass.listed_at = noon + hours{2};
  of.is() = reconcile(of.at());
  EXPECT_EQ(verdict_of(of), "start look_methods");
}

TEST(Refusals, AreForgottenWhenHrSaysMore) {
  sample of = sample_of(wanted_class::issuable, "enabled");
  of.retry(step_kind::issue_pass) = {.failures = 4, .permanent = true};
  EXPECT_EQ(reconcile(of.at()).retries, of.is().retries);
  ++of.record.wants.version;
  EXPECT_EQ(reconcile(of.at()).retries, actual{}.retries);
}

TEST(Lockout, BeginsOnceAndEndsWithItsCause) {
  sample of = sample_of(wanted_class::rescinded, "disabled");
  EXPECT_EQ(reconcile(of.at()).lockout.begun_at, noon);
  of.is().lockout.begun_at = noon - minutes{1};
  EXPECT_EQ(reconcile(of.at()).lockout.begun_at, noon - minutes{1});
  of.is().lockout = {.disabled_at = noon - minutes{1}};
  EXPECT_EQ(reconcile(of.at()).lockout, lockout_state{.begun_at = noon})
      << "what one before it confirmed";
  of.record.wants = sample_of(wanted_class::issuable).record.wants;
  EXPECT_EQ(reconcile(of.at()).lockout, lockout_state{});
}

TEST(Retry, ForgetsWhatWasFoundAndRefused) {
  sample of = sample_of(wanted_class::issuable, "gone");
  of.is().account.holders = {own_account(of)};
  of.is().account.evidence = adoption_evidence{};
  of.is().account.evidence_at = of.is().pass.listed_at = noon;
  of.is().pass.replaced_after_loss = 3;
  of.retry(step_kind::issue_pass).failures = 4;
  of.order_now(order_kind::retry);
  const actual is = reconcile(of.at());
  EXPECT_FALSE(is.account.gone_at || is.account.looked_at || is.account.evidence_at);
  EXPECT_FALSE(is.account.evidence.has_value());
  EXPECT_FALSE(is.account_checked_at || is.pass.listed_at);
  EXPECT_TRUE(is.account.holders.empty());
  EXPECT_EQ(is.pass.replaced_after_loss, 0);
  EXPECT_EQ(is.retries, actual{}.retries);
  EXPECT_EQ(is.account.reserved, of.is().account.reserved) << "the name of an account stays";
  of.is().stands.order_number = 1;
  EXPECT_EQ(reconcile(of.at()), of.is()) << "heeded once";
  of.order_now(order_kind::release);
  EXPECT_FALSE(reconcile(of.at()).account.gone_at.has_value()) << "a release resumes too";
}

TEST(Retry, BeginsAnewWithTheNameWhereNothingIsOnTheWay) {
  sample of = sample_of(wanted_class::issuable, "creating");
  of.is().account.upn_number = 3;
  of.order_now(order_kind::retry);
  EXPECT_EQ(reconcile(of.at()).account.upn_number, 3);
  of.is().attempts.clear();
  of.is().account.looked_at.reset();
  EXPECT_TRUE(reconcile(of.at()).account.attempted_at) << "nobody has looked what came of it";
  of.is().account.looked_at = noon;
  const actual is = reconcile(of.at());
  EXPECT_EQ(is.account.upn_number, 0);
  EXPECT_EQ(is.account.reserved, member_attributes{});
  EXPECT_FALSE(is.account.attempted_at || is.account.attempt_until);
}

TEST(Reissue, IsCarriedOutOnce) {
  sample of = sample_of(wanted_class::issuable, "ready");
  of.is().pass.replaced_after_loss = 3;
  of.order_now(order_kind::reissue);
  actual is = reconcile(of.at());
  EXPECT_TRUE(is.pass.replace);
  EXPECT_EQ(is.pass.replaced_after_loss, 0);
  EXPECT_EQ(is.reissue_heeded, 1U);
  of.is().reissue_heeded = 1;
  EXPECT_EQ(reconcile(of.at()), of.is());
  sample none = sample_of(wanted_class::issuable, "enabled");
  none.order_now(order_kind::reissue);
  EXPECT_FALSE(reconcile(none.at()).pass.replace);
}

TEST(Reissue, ReadsAnewWhoseAccountItIsAfterOurAuthority) {
  sample of = sample_of(wanted_class::issuable, "established");
  of.is().pass.listed_at = noon - seconds{10};
  of.order_now(order_kind::reissue);
  EXPECT_EQ(verdict_of(of), "start look_methods") << "it had a strong method ten seconds ago";
}

TEST(Adopt, WantsEvidenceAnew) {
  sample of = sample_of(wanted_class::issuable, "blocked");
  of.is().account.evidence = adoption_evidence{};
  EXPECT_TRUE(reconcile(of.at()).account.evidence.has_value());
  of.order_now(order_kind::adopt);
  EXPECT_FALSE(reconcile(of.at()).account.evidence.has_value());
}

}  // namespace
}  // namespace daypass::planner

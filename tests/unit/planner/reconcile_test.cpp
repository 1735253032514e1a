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

TEST(Adopt, WantsEvidenceAnew) {
  sample of = sample_of(wanted_class::issuable, "blocked");
  of.is().account.evidence = adoption_evidence{};
  EXPECT_TRUE(reconcile(of.at()).account.evidence.has_value());
  of.order_now(order_kind::adopt);
  EXPECT_FALSE(reconcile(of.at()).account.evidence.has_value());
}

actual after_failure(sample of, step_kind kind, const error& why, std::uint64_t random = 0,
                     bool urgent = false) {
  step done = put_in_flight(of, kind);
  done.urgent = urgent;
  return absorb(of.at(), {done, why, noon}, random);
}

TEST(Failure, IsKeptForOperators) {
  const sample of = sample_of(wanted_class::issuable, "enabled");
  const auto index = static_cast<std::size_t>(step_kind::look_methods);
  error why = failed(failure::retryable, refusal::guest);
  const retry_state after = after_failure(of, step_kind::look_methods, why).retries[index];
  EXPECT_EQ(after.last_error, why.what);
  EXPECT_EQ(after.last_refusal, refusal::guest);
  EXPECT_EQ(after.not_before, noon + tick);
  why.code = std::make_error_code(std::errc::timed_out);
  EXPECT_FALSE(
      after_failure(of, step_kind::look_methods, why).retries[index].last_refusal.has_value());
}

TEST(Failure, BacksOffFasterWhereALockoutWaits) {
  const sample of = sample_of(wanted_class::issuable, "ready");
  const error why = failed(failure::retryable, refusal::unavailable);
  const auto delay = [&](step_kind kind, bool urgent) {
    const auto highest = static_cast<std::uint64_t>(of.rules.bounds.retry_first.count()) - 1;
    const actual is = after_failure(of, kind, why, highest, urgent);
    return is.retries[static_cast<std::size_t>(kind)].not_before - noon;
  };
  EXPECT_EQ(delay(step_kind::look_methods, false), of.rules.bounds.retry_first);
  EXPECT_LE(delay(step_kind::look_methods, true), of.rules.bounds.revoke_retry_first);
  EXPECT_LE(delay(step_kind::delete_pass, false), of.rules.bounds.revoke_retry_first);
}

TEST(Failure, IsNeverFinalForALockout) {
  const sample of = sample_of(wanted_class::issuable, "enabled");
  const error why = failed(failure::permanent, refusal::rejected);
  const auto index = static_cast<std::size_t>(step_kind::look_methods);
  EXPECT_TRUE(after_failure(of, step_kind::look_methods, why).retries[index].permanent);
  EXPECT_FALSE(after_failure(of, step_kind::look_methods, why, 0, true).retries[index].permanent);
}

TEST(Failure, HeedsRetryAfter) {
  error why = failed(failure::throttled, refusal::throttled);
  why.retry_after = seconds{30};
  const actual is =
      after_failure(sample_of(wanted_class::issuable, "enabled"), step_kind::look_methods, why);
  EXPECT_EQ(is.retries[static_cast<std::size_t>(step_kind::look_methods)].not_before,
            noon + seconds{30});
}

TEST(Failure, MakesTheNextLookComeFirst) {
  const error taken = failed(failure::permanent, refusal::conflict);
  EXPECT_FALSE(
      after_failure(sample_of(wanted_class::near, "creating"), step_kind::create_account, taken)
          .account.looked_at.has_value());
  sample issuing = sample_of(wanted_class::issuable, "issuing+listed");
  issuing.is().pass.replaced_after_loss = 2;
  issuing.is().pass.listed = {{.id = pass_id("foreign")}};
  const actual refused = after_failure(issuing, step_kind::issue_pass,
                                       failed(failure::permanent, refusal::policy_scope));
  EXPECT_EQ(refused.pass.listed_at, issuing.is().pass.listed_at);
  EXPECT_EQ(refused.pass.listed, issuing.is().pass.listed);
  EXPECT_EQ(refused.pass.replaced_after_loss, 2);
  EXPECT_FALSE(refused.pass.plan.has_value());
  EXPECT_FALSE(after_failure(issuing, step_kind::issue_pass, taken).pass.listed_at.has_value());
  const sample ours = sample_of(wanted_class::issuable, "enabled");
  EXPECT_FALSE(
      after_failure(ours, step_kind::look_methods, failed(failure::permanent, refusal::not_found))
          .account.looked_at.has_value());
}

TEST(Failure, OfAnIssueLeavesTheOlderAttemptItsPlan) {
  sample of = sample_of(wanted_class::issuable, "issuing");
  const step done = put_in_flight(of, step_kind::issue_pass);
  of.is().attempts.push_back({step_id{2}, step_kind::issue_pass, noon, noon + minutes{9}});
  const error why = failed(failure::retryable, refusal::unavailable);
  const actual is = absorb(of.at(), {done, why, noon}, 0);
  EXPECT_TRUE(is.pass.plan.has_value());
  EXPECT_EQ(is.attempts.size(), 1U);
  EXPECT_EQ(is.attempts.front().open_until, noon + minutes{9});
}

TEST(Failure, WithUnknownEffectProlongsItsOwnAttempt) {
  sample of = sample_of(wanted_class::issuable, "issuing");
  const step done = put_in_flight(of, step_kind::issue_pass);
  of.is().attempts.push_back({step_id{2}, step_kind::issue_pass, noon, noon + minutes{9}});
  const error why = failed(failure::unknown_effect, refusal::no_answer);
  const actual is = absorb(of.at(), {done, why, noon}, 0);
  EXPECT_EQ(is.pass.attempt_until, noon + minutes{15});
  EXPECT_EQ(is.attempts[0].open_until, noon + minutes{15});
  EXPECT_EQ(is.attempts[1].open_until, noon + minutes{9});
}

struct meaning_row {
  step_kind kind;
  failure how;
  refusal code;
  failure_scope scope;
  outcome_class expected;
};

TEST(Outcome, MeansWhatItsClassScopeAndCodeSay) {
  using enum step_kind;
  using enum failure_scope;
  const failure no = failure::permanent;
  const failure later = failure::retryable;
  const std::vector<meaning_row> rows = {
      {look_methods, no, refusal::not_found, hire, outcome_class::vanished},
      {look_methods, no, refusal::invalid_reference, hire, outcome_class::vanished},
      {issue_pass, no, refusal::pass_exists, hire, outcome_class::conflict},
      {create_account, no, refusal::conflict, hire, outcome_class::conflict},
      {issue_pass, no, refusal::policy_lifetime, hire, outcome_class::policy_refused},
      {issue_pass, no, refusal::policy_one_time, hire, outcome_class::policy_refused},
      {issue_pass, no, refusal::policy_scope, hire, outcome_class::policy_refused},
      {issue_pass, no, refusal::forbidden, lane, outcome_class::lane_failed},
      {issue_pass, later, refusal::unavailable, lane, outcome_class::lane_failed},
      {issue_pass, later, refusal::not_found, hire, outcome_class::retryable},
      {gather_evidence, no, refusal::forbidden, lane, outcome_class::refused},
      {join_groups, no, refusal::forbidden, lane, outcome_class::refused},
      {link_manager, no, refusal::forbidden, lane, outcome_class::refused},
      {look_manager, no, refusal::forbidden, lane, outcome_class::refused},
      {revoke_sessions, no, refusal::forbidden, lane, outcome_class::refused},
      {link_manager, no, refusal::unauthorised, lane, outcome_class::lane_failed},
  };
  for (const meaning_row& row : rows) {
    sample of = sample_of(wanted_class::issuable, "enabled");
    const step done{.kind = row.kind, .user = of.is().account.id};
    const outcome happened{done, failed(row.how, row.code, row.scope), noon};
    EXPECT_EQ(to_string(classify_outcome(of.at(), happened)), to_string(row.expected))
        << to_string(row.kind) << " " << make_error_code(row.code).message();
  }
}

TEST(Outcome, OfALookForANameThatIsNotFoundMayBeTriedAgain) {
  const sample of = sample_of(wanted_class::near);
  const error why = failed(failure::permanent, refusal::not_found);
  EXPECT_EQ(classify_outcome(of.at(), {step{.kind = step_kind::look_account}, why, noon}),
            outcome_class::retryable);
  EXPECT_EQ(classify_outcome(of.at(), {step{.kind = step_kind::create_account}, why, noon}),
            outcome_class::refused);
}

}  // namespace
}  // namespace daypass::planner

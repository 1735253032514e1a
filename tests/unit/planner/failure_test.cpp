// What a refusal, a failure and a lost answer mean for the record (design 7).

#include "unit/planner/answers.hpp"

#include "daypass/planner/absorb.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

actual after_failure(sample of, step_kind kind, const error& why, std::uint64_t random = 0,
                     bool urgent = false) {
  step done = put_in_flight(of, kind);
  done.urgent = urgent;
  return absorb(of.at(), {done, why, noon}, random);
}

retry_state retry_of(const actual& is, step_kind kind) {
  return (*is.retries)[static_cast<std::size_t>(kind)];
}

TEST(Failure, IsKeptForOperators) {
  const sample of = sample_of(wanted_class::issuable, "enabled");
  error why = failed(failure::retryable, refusal::guest);
  const retry_state after =
      retry_of(after_failure(of, step_kind::look_methods, why), step_kind::look_methods);
  EXPECT_EQ(after.last_error, why.what);
  EXPECT_EQ(after.last_refusal, refusal::guest);
  EXPECT_EQ(after.not_before, noon + tick);
  why.code = std::make_error_code(std::errc::timed_out);
  EXPECT_FALSE(retry_of(after_failure(of, step_kind::look_methods, why), step_kind::look_methods)
                   .last_refusal.has_value());
}

TEST(Failure, OfAnotherSourceForgetsTheRefusalBefore) {
  sample of = sample_of(wanted_class::issuable, "enabled+looked");
  of.retry(step_kind::issue_pass).last_refusal = refusal::policy_lifetime;
  error why = failed(failure::retryable, refusal::unavailable);
  why.code = std::make_error_code(std::errc::timed_out);
  of.is() = after_failure(of, step_kind::issue_pass, why);
  EXPECT_FALSE(of.retry(step_kind::issue_pass).last_refusal.has_value());
  EXPECT_EQ(verdict_of(of), "wait") << "not held for the policy";
}

TEST(Failure, BacksOffFasterWhereALockoutWaits) {
  const sample of = sample_of(wanted_class::issuable, "ready");
  const error why = failed(failure::retryable, refusal::unavailable);
  const auto delay = [&](step_kind kind, bool urgent) {
    const auto highest = static_cast<std::uint64_t>(of.rules.bounds.retry_first.count()) - 1;
    const actual is = after_failure(of, kind, why, highest, urgent);
    return retry_of(is, kind).not_before - noon;
  };
  EXPECT_EQ(delay(step_kind::look_methods, false), of.rules.bounds.retry_first);
  EXPECT_LE(delay(step_kind::look_methods, true), of.rules.bounds.revoke_retry_first);
  EXPECT_LE(delay(step_kind::delete_pass, false), of.rules.bounds.revoke_retry_first);
}

TEST(Failure, OfALaneCountsForALockoutAlone) {
  const sample of = sample_of(wanted_class::issuable, "ready");
  error why = failed(failure::retryable, refusal::unavailable);
  why.scope = failure_scope::lane;
  const auto failures = [&](step_kind kind, bool urgent) {
    return retry_of(after_failure(of, kind, why, 0, urgent), kind).failures;
  };
  EXPECT_EQ(failures(step_kind::look_methods, false), 0U) << "the lane is held meanwhile";
  EXPECT_EQ(failures(step_kind::look_methods, true), 1U);
  EXPECT_EQ(failures(step_kind::delete_pass, false), 1U);
}

TEST(Failure, ToBeginInTimeCountsForALockoutAlone) {
  const sample of = sample_of(wanted_class::issuable, "ready");
  const error why = failed(failure::cancelled, refusal::no_answer);
  const auto after = [&](step_kind kind) { return retry_of(after_failure(of, kind, why), kind); };
  EXPECT_EQ(after(step_kind::look_methods), retry_state{});
  EXPECT_EQ(after(step_kind::delete_pass).failures, 1U);
  EXPECT_GT(after(step_kind::delete_pass).not_before, noon);
}

TEST(Failure, IsNeverFinalForALockout) {
  const sample of = sample_of(wanted_class::issuable, "enabled");
  const error why = failed(failure::permanent, refusal::rejected);
  EXPECT_TRUE(
      retry_of(after_failure(of, step_kind::look_methods, why), step_kind::look_methods).permanent);
  EXPECT_FALSE(
      retry_of(after_failure(of, step_kind::look_methods, why, 0, true), step_kind::look_methods)
          .permanent);
}

TEST(Failure, HeedsRetryAfter) {
  error why = failed(failure::throttled, refusal::throttled);
  why.retry_after = seconds{30};
  const actual is =
      after_failure(sample_of(wanted_class::issuable, "enabled"), step_kind::look_methods, why);
  EXPECT_EQ(retry_of(is, step_kind::look_methods).not_before, noon + seconds{30});
}

TEST(Failure, OfALockoutWaitsNoLongerThanItsCapWhateverTheOtherSideAsks) {
  const sample of = sample_of(wanted_class::issuable, "enabled");
  error why = failed(failure::throttled, refusal::throttled);
  why.retry_after = hours{6};
  const auto waits = [&](bool urgent) {
    const actual is = after_failure(of, step_kind::look_methods, why, 0, urgent);
    return retry_of(is, step_kind::look_methods).not_before - noon;
  };
  EXPECT_EQ(waits(true), limits{}.revoke_retry_max);
  EXPECT_EQ(waits(false), hours{6});
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

TEST(Failure, WithUnknownEffectIsOverByGraphsClock) {
  sample of = sample_of(wanted_class::issuable, "enabled");
  of.graph_ahead = minutes{1};
  const error why = failed(failure::unknown_effect, refusal::no_answer);
  const actual is = after_failure(of, step_kind::issue_pass, why);
  EXPECT_EQ(is.attempts.front().open_until_there, noon + minutes{16})
      << "ours may be set meanwhile";
}

TEST(Failure, OfARefreshLetsARetiredPassBeForgotten) {
  sample of = sample_of(wanted_class::issuable, "retired");
  of.is().pass.deleted = true;
  const error why = failed(failure::retryable, refusal::unavailable);
  EXPECT_FALSE(after_failure(of, step_kind::refresh_secret, why).pass.plan.has_value());
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

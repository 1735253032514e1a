#include "unit/planner/answers.hpp"

namespace daypass::planner {
namespace {

listed_pass foreign_pass() {
  return {.id = pass_id("foreign"),
          .created_at = noon - days{3},
          .start_at = noon - days{3},
          .lifetime = minutes{60},
          .one_time = false,
          .usability = pass_usability::enabled};
}

answer good_answer(const sample& of, const step& done) {
  switch (done.kind) {
    case step_kind::look_account:
    case step_kind::look_manager:
      return accounts_seen{{own_account(of)}};
    case step_kind::create_account:
      return account_created{user_id("user"), noon};
    case step_kind::gather_evidence: {
      adoption_evidence fit{.account = own_account(of), .has_role = false, .only_password = true};
      fit.account.id = done.user;
      fit.account.enabled = true;
      return evidence_gathered{fit};
    }
    case step_kind::look_methods:
      return methods_seen{false, {of.record.is.pass.plan ? listed(of) : foreign_pass()}};
    case step_kind::issue_pass:
      return pass_issued{listed(of)};
    case step_kind::disable_account:
      return account_disabled{};
    default:
      return step_done{};
  }
}

answer empty_answer(const step& done) {
  if (done.kind == step_kind::look_account || done.kind == step_kind::look_manager) {
    return accounts_seen{};
  }
  if (done.kind == step_kind::look_methods) return methods_seen{};
  return manager_absent{};
}

answer bad_answer(const step& done, outcome_class meaning) {
  const bool issues = done.kind == step_kind::issue_pass;
  switch (meaning) {
    case outcome_class::not_yet:
    case outcome_class::vanished:
      return failed(failure::permanent, refusal::not_found);
    case outcome_class::conflict:
      return failed(failure::permanent, issues ? refusal::pass_exists : refusal::conflict);
    case outcome_class::retryable:
      return failed(failure::retryable, refusal::unavailable);
    case outcome_class::throttled:
      return failed(failure::throttled, refusal::throttled);
    case outcome_class::lane_failed:
      return failed(failure::permanent, refusal::unauthorised, failure_scope::lane);
    case outcome_class::policy_refused:
      return failed(failure::permanent, refusal::policy_scope);
    case outcome_class::refused:
      return failed(failure::permanent, refusal::rejected);
    case outcome_class::unknown_effect:
      return failed(failure::unknown_effect, refusal::no_answer);
    case outcome_class::cancelled:
      return failed(failure::cancelled, refusal::given_up);
    case outcome_class::interrupted:
      return interrupted{};
    default:
      return failed(failure::defect, refusal::bad_answer);
  }
}

}  // namespace

error failed(failure kind, refusal code, failure_scope scope) {
  return {.kind = kind,
          .scope = scope,
          .code = make_error_code(code),
          .what = "said no",
          .retry_after = std::nullopt};
}

step put_in_flight(sample& of, step_kind kind) {
  actual& is = of.is();
  step done{.id = step_id{7}, .kind = kind, .user = is.account.id};
  if (kind == step_kind::gather_evidence && done.user.empty()) done.user = user_id("other");
  done.attributes = *of.facts.who;
  done.pass = is.pass.id;
  if (is.pass.plan) done.secret = is.pass.plan->secret;
  done.manager = of.facts.manager;
  if (has_intent(kind)) {
    std::erase_if(is.attempts, [&](const attempt& one) { return one.kind == kind; });
    is.attempts.push_back({done.id, kind, noon - seconds{1}, std::nullopt});
  }
  of.running = {{done.id, kind}};
  is.next_step = 8;
  return done;
}

outcome answer_of(sample& of, const step& done, outcome_class meaning) {
  if (meaning == outcome_class::not_yet) of.is().account.created_at = noon - minutes{1};
  outcome happened{.done = done, .said = step_done{}, .at = noon};
  if (meaning == outcome_class::done) {
    happened.said = good_answer(of, done);
  } else if (meaning == outcome_class::absent) {
    happened.said = empty_answer(done);
  } else {
    happened.said = bad_answer(done, meaning);
  }
  return happened;
}

}  // namespace daypass::planner

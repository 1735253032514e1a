#include "support/planner_table/impossible.hpp"

namespace daypass::planner {
namespace {

bool in_the_store(step_kind kind) {
  return kind == step_kind::publish_secret || kind == step_kind::refresh_secret ||
         kind == step_kind::withdraw_secret;
}

bool can_be_absent(step_kind kind) {
  return kind == step_kind::look_account || kind == step_kind::look_methods ||
         kind == step_kind::link_manager || kind == step_kind::look_manager;
}

bool has_no_account(actual_class is) {
  return is == actual_class::untouched || is == actual_class::looked ||
         is == actual_class::creating || is == actual_class::blocked;
}

/// An issue may be in flight: its intent makes the class `issuing`, unless a look beside it, by a
/// lock-out, finds something worse of the account.
bool may_be_issuing(actual_class is) {
  return is == actual_class::issuing || is == actual_class::gone ||
         is == actual_class::disabled_by_other;
}

}  // namespace

std::optional<std::string_view> impossible(wanted_class wants, orders_class ordered,
                                           actual_class is) {
  if (wants != wanted_class::unannounced || is == actual_class::untouched) return std::nullopt;
  if (is != actual_class::established) {
    return "nothing is attempted before an announced event, and none is ever forgotten";
  }
  // Only a purged record's heir is established before it is announced.
  if (ordered == orders_class::reissue || ordered == orders_class::adopt) {
    return "that order makes a purged hire one of ours again";
  }
  return std::nullopt;
}

std::optional<std::string_view> impossible(actual_class is, outcome_class said) {
  switch (said) {
    case outcome_class::not_yet:
      if (!has_no_account(is)) return std::nullopt;
      return "there is no account of ours yet";
    case outcome_class::vanished:
      if (!has_no_account(is) || is == actual_class::blocked) return std::nullopt;
      return "there is no account yet that could be gone";
    case outcome_class::conflict:
      if (is == actual_class::creating || may_be_issuing(is)) return std::nullopt;
      return "neither a create nor an issue is in flight";
    case outcome_class::policy_refused:
      if (may_be_issuing(is)) return std::nullopt;
      return "no issue is in flight";
    default:
      return std::nullopt;
  }
}

std::optional<std::string_view> impossible(actual_class is, step_kind done, outcome_class said) {
  if (auto never = impossible(is, said)) return never;
  if (is == actual_class::looked && done != step_kind::look_account) {
    // Looked at again where our clock is not compared with Graph's yet.
    return "a create's intent makes it creating";
  }
  const bool concerns_account =
      !in_the_store(done) && done != step_kind::create_account && done != step_kind::look_manager;
  switch (said) {
    case outcome_class::absent:
      if (can_be_absent(done)) return std::nullopt;
      return "only a look, or the search for a manager, can find nothing";
    case outcome_class::conflict:
      if (done == step_kind::create_account || done == step_kind::issue_pass) return std::nullopt;
      return "only a create and an issue can find their place taken";
    case outcome_class::policy_refused:
      if (done == step_kind::issue_pass) return std::nullopt;
      return "the tenant's policy is about issues alone";
    case outcome_class::not_yet:
      if (concerns_account && done != step_kind::gather_evidence) return std::nullopt;
      return "only a step on an account that we created ourselves can be too early";
    case outcome_class::vanished:
      if (done == step_kind::refresh_secret) return std::nullopt;  // Somebody removed the secret.
      if (concerns_account && !(has_no_account(is) && done == step_kind::look_account)) {
        return std::nullopt;
      }
      return "a look by name, a create, a publish and a withdrawal name nothing that could be gone";
    default:
      return std::nullopt;
  }
}

}  // namespace daypass::planner

#include "rehearsal.hpp"

#include "daypass/planner/visit.hpp"

#include <deque>

namespace daypass {
namespace {

/// Entra and the secret store on a good day.
class good_day {
 public:
  [[nodiscard]] answer carry_out(const step& asked, instant now) {
    switch (asked.kind) {
      case step_kind::look_account:
        return accounts_seen{account_ ? account_holders{*account_} : account_holders{}};
      case step_kind::create_account:
        return create(asked, now);
      case step_kind::gather_evidence:
        return evidence_gathered{
            {.account = account_.value_or(account_view{}), .only_password = true}};
      case step_kind::enable_account:
      case step_kind::disable_account:
        if (account_) account_->enabled = asked.kind == step_kind::enable_account;
        return step_done{};
      case step_kind::look_methods:
        return look(now);
      case step_kind::issue_pass:
        return issue(asked, now);
      case step_kind::delete_pass:
        pass_.reset();
        return step_done{};
      default:
        return step_done{};
    }
  }

 private:
  account_created create(const step& asked, instant now) {
    account_ = account_view{.id = user_id("rehearsed-account"),
                            .user_principal_name = asked.attributes->user_principal_name,
                            .employee_id = asked.attributes->employee_id,
                            .created_at = now};
    return {account_->id, now};
  }

  pass_issued issue(const step& asked, instant now) {
    pass_ = listed_pass{.id = pass_id("rehearsed-pass"),
                        .created_at = now,
                        .start_at = asked.plan.start_at,
                        .lifetime = asked.plan.lifetime,
                        .one_time = asked.plan.one_time,
                        .usability = usability(asked.plan.start_at, asked.plan.end_at(), now)};
    return {*pass_};
  }

  methods_seen look(instant now) {
    methods_seen seen;
    if (!pass_) return seen;
    pass_->usability = usability(pass_->start_at, pass_->start_at + pass_->lifetime, now);
    seen.strong_method = now >= pass_->start_at + minutes{30};
    seen.passes.push_back(*pass_);
    return seen;
  }

  static pass_usability usability(instant from, instant until, instant now) {
    if (now < from) return pass_usability::not_yet_valid;
    return now < until ? pass_usability::enabled : pass_usability::expired;
  }

  std::optional<account_view> account_;
  std::optional<listed_pass> pass_;
};

class walk {
 public:
  walk(onboarding record, const derived& facts, const planner::policy& rules, instant now)
      : facts_(facts), rules_(rules), now_(now) {
    made_.record = std::move(record);
  }

  rehearsal to_the_end() {
    constexpr int visits_max = 10'000;
    for (int count = 0; count < visits_max; ++count) {
      if (under_way_.empty()) {
        const instant next = visit(nullptr);
        if (!under_way_.empty()) continue;
        if (next == never || made_.record.is.stands.where == standing::settled) break;
        now_ = std::max(next, now_);
      } else {
        const outcome happened{under_way_.front(), world_.carry_out(under_way_.front(), now_),
                               now_};
        static_cast<void>(visit(&happened));
      }
    }
    return std::move(made_);
  }

 private:
  /// When to look again.
  instant visit(const outcome* happened) {
    std::vector<planner::running_step> running;
    running.reserve(under_way_.size());
    for (const step& one : under_way_) running.push_back({one.id, one.kind});
    planner::visit_result told =
        planner::visit(made_.record, {.facts = facts_,
                                      .rules = rules_,
                                      .now = now_,
                                      .running = running,
                                      .happened = happened,
                                      .code_in_hand = pass_id("rehearsed-pass"),
                                      .fresh_name = "rehearsed",
                                      .lane_open = {true, true, true, true}});
    if (happened != nullptr) under_way_.pop_front();
    made_.record.is = std::move(told.is);
    ++made_.record.is.version;
    for (step& next : told.starts) {
      made_.steps.push_back({now_, next.kind});
      under_way_.push_back(std::move(next));
    }
    return told.verdict.look_again_at;
  }

  const derived& facts_;
  const planner::policy& rules_;
  instant now_;
  good_day world_;
  std::deque<step> under_way_;
  rehearsal made_;
};

}  // namespace

rehearsal rehearse(onboarding record, const derived& facts, const planner::policy& rules,
                   instant now) {
  return walk(std::move(record), facts, rules, now).to_the_end();
}

}  // namespace daypass

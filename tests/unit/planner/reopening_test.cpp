#include "unit/planner/answers.hpp"

#include "daypass/planner/absorb.hpp"
#include "daypass/planner/fold.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

sample reopened(event_order order) {
  sample of = locked_out();
  hire_event again;
  again.key = of.record.key;
  again.id = {"hr", "3"};
  again.ordered_by = order;
  again.order = 3;
  again.received_at = noon - seconds{30};
  of.record.wants = fold(of.record.wants, again);
  return of;
}

TEST(Reopening, WantsConfirmationWhereOrderIsOnlyTime) {
  sample of = reopened(event_order::time);
  EXPECT_EQ(classify_wanted(of.at()), wanted_class::rescinded);
  EXPECT_EQ(verdict_of(of), "park reopen_unconfirmed");
  of.now = noon - minutes{1};
  of.order_now(order_kind::release);
  of.now = noon;
  EXPECT_TRUE(lockout_wanted(of.at())) << "that release knew nothing of it";
  of.now = noon - seconds{30};
  of.order_now(order_kind::retry);
  EXPECT_EQ(classify_wanted(of.at()), wanted_class::rescinded) << "only a release confirms";
  of.order_now(order_kind::release);
  EXPECT_EQ(classify_wanted(of.at()), wanted_class::issuable);
  EXPECT_FALSE(lockout_wanted(of.at()));
}

TEST(Reopening, IsHrsRightWhereRevisionsGrow) {
  const sample of = reopened(event_order::revision);
  EXPECT_EQ(classify_wanted(of.at()), wanted_class::issuable);
  EXPECT_EQ(verdict_of(of), "start enable_account");
}

/// An enabled account, and a disabling by a lock-out that is over by now; then the answer is lost.
sample reopened_in_the_middle(std::string_view row) {
  sample of = rescinded(row);
  of.is().lockout.begun_at = noon - seconds{1};
  const step disable = put_in_flight(of, step_kind::disable_account);
  of.record.wants = sample_of(wanted_class::issuable).record.wants;
  const error lost{failure::unknown_effect, failure_scope::hire, refusal::no_answer, "lost", {}};
  of.is() = absorb(of.at(), {disable, lost, noon}, 0);
  of.running.clear();
  return of;
}

TEST(Reopening, EnablesWhatALostDisablingMayHaveDisabledOnceItCanNotComeAnyMore) {
  sample of = reopened_in_the_middle("enabled");
  const decision verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "wait");
  EXPECT_EQ(verdict.look_again_at, noon + of.rules.bounds.late_effect_max);
  of.now = verdict.look_again_at;
  EXPECT_EQ(verdict_of(of), "start enable_account");
}

TEST(Reopening, WaitsForNothingOnceTheDisablingIsConfirmed) {
  sample of = rescinded("enabled");
  const step disable = put_in_flight(of, step_kind::disable_account);
  of.is() = absorb(of.at(), {disable, account_disabled{}, noon}, 0);
  of.running.clear();
  of.record.wants = sample_of(wanted_class::issuable).record.wants;
  EXPECT_EQ(verdict_of(of), "start enable_account");
}

TEST(Reopening, EnablesWhatAProcessThatEndedMayHaveDisabled) {
  sample of = rescinded("enabled");
  of.is().lockout.begun_at = noon - seconds{1};
  of.is() = intend(of.at(), {.id = step_id{7}, .kind = step_kind::disable_account});
  of.record.wants = sample_of(wanted_class::issuable).record.wants;
  EXPECT_EQ(verdict_of(of), "wait");
  of.is() = reconcile(of.at());
  of.now = noon + of.rules.bounds.late_effect_max;
  EXPECT_EQ(verdict_of(of), "start enable_account");
}

TEST(Reopening, TakesALostDisablingThatALookShowsForOurs) {
  sample of = reopened_in_the_middle("enabled");
  account_view seen = own_account(of);
  seen.enabled = false;
  const step look{.id = step_id{8}, .kind = step_kind::look_account};
  of.is() = absorb(of.at(), {look, accounts_seen{{seen}}, noon}, 0);
  EXPECT_TRUE(of.is().account.disabled_by_us);
  EXPECT_EQ(verdict_of(of), "wait");
}

TEST(Reopening, LeavesToOthersWhatTheyDisabledBeforeALostDisabling) {
  sample of = reopened_in_the_middle("disabled_by_other");
  EXPECT_EQ(verdict_of(of), "park disabled_by_other");
  of.now = noon + of.rules.bounds.late_effect_max;
  EXPECT_EQ(verdict_of(of), "park disabled_by_other");
}

/// Its account may be disabled and its secret withdrawn, whatever was verified before.
TEST(Reopening, ReplacesAPassThatTheLockoutHadNotTakenYet) {
  sample of = sample_of(wanted_class::issuable, "ready");
  EXPECT_EQ(verdict_of(of), "wait");
  of.is().lockout.begun_at = noon - seconds{1};
  of.is().account.enabled = false;
  of.is().account.disabled_by_us = true;
  EXPECT_EQ(verdict_of(of), "start withdraw_secret");
  of.is() = reconcile(of.at());
  of.is().pass.secret = secret_state::withdrawn;
  EXPECT_EQ(verdict_of(of), "start delete_pass");
  of.is() = absorb(of.at(),
                   {{.id = step_id{9}, .kind = step_kind::delete_pass, .pass = of.is().pass.id},
                    step_done{},
                    noon},
                   0);
  EXPECT_EQ(verdict_of(of), "start enable_account");
}

TEST(Reopening, IsNotWhatAHireNeverRescindedNeeds) {
  sample of = sample_of(wanted_class::issuable);
  of.record.wants.ordered_by = event_order::time;
  EXPECT_FALSE(reopen_unconfirmed(of.at()));
  of.record.wants.rescinded_by = stamp{.order = 0, .kind = event_kind::rescinded};
  EXPECT_TRUE(reopen_unconfirmed(of.at()));
  of.record.wants.rescinded_by->order = 9;
  EXPECT_FALSE(reopen_unconfirmed(of.at())) << "rescinded by then";
}

}  // namespace
}  // namespace daypass::planner

// Where the hours of a published pass meet: its start, its end, and its next look.

#include "unit/planner/sample.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

TEST(WatchedPass, IsLookedAtForTheFirstOfItsReasons) {
  const std::vector<std::optional<instant>> registered = {std::nullopt, noon - minutes{1}};
  for (const std::optional<instant>& strong_method_at : registered) {
    sample of = sample_of(wanted_class::started, "usable");
    of.is().strong_method_at = strong_method_at;
    of.is().account_checked_at = noon - minutes{90};
    EXPECT_EQ(decide_when_due(of).look_again_at, noon + hours{12} - minutes{90});
    of.is().account_checked_at = noon - minutes{30};
    EXPECT_EQ(decide_when_due(of).look_again_at, noon + hours{11});
  }
}

TEST(WatchedPass, IsLookedAtSoonFromTheEndOfItsWindowOn) {
  sample of = sample_of(wanted_class::started, "usable");
  of.is().pass.end_at = noon;
  of.is().pass.listed_at = of.is().account_checked_at = noon - minutes{4} - seconds{30};
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + seconds{30});
}

TEST(WatchedPass, IsOutdatedByAnotherHourOnlyBeforeItsStart) {
  sample of = sample_of(wanted_class::started, "usable");
  of.is().pass.plan->start_at = of.is().pass.start_at = noon;
  of.is().pass.listed_at = of.is().account_checked_at = noon;
  EXPECT_EQ(verdict_of(of), "wait");
  of.now = noon - tick;
  EXPECT_EQ(verdict_of(of), "start withdraw_secret");
}

TEST(WatchedPass, IsLookedAtWhenAFailedStepMayBeRepeated) {
  sample of = sample_of(wanted_class::started, "usable");
  of.is().pass.listed_at = of.is().account_checked_at = noon;
  of.facts.who->display_name = "Ann Married";
  of.is().account.written.edit().display_name = "Ann Married";
  for (const step_kind kind : {step_kind::refresh_secret, step_kind::look_manager}) {
    for (const step_kind each : {step_kind::refresh_secret, step_kind::look_manager}) {
      of.retry(each) = {.failures = 1, .not_before = noon + seconds{each == kind ? 2 : 3}};
    }
    const decision verdict = decide_when_due(of);
    EXPECT_EQ(in_words(verdict), "wait");
    EXPECT_EQ(verdict.look_again_at, noon + seconds{2});
  }
  of.retry(step_kind::look_manager) = {.failures = 1, .not_before = noon + tick, .permanent = true};
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + seconds{3});
  of.retry(step_kind::refresh_secret) = {.failures = 0, .not_before = noon + tick};
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + tick) << "a failure of the whole lane";
  of.retry(step_kind::refresh_secret).permanent = true;
  of.retry(step_kind::look_manager) = {.failures = 1, .not_before = noon};
  EXPECT_GT(decide_when_due(of).look_again_at, noon + tick) << "not wanted after the start";
}

TEST(IssuedPass, IsPublishedUnderTheLastNamesWhileHrsWordsCanNotBeUsed) {
  sample of = sample_of(wanted_class::issuable, "issued+code");
  of.facts.who = std::unexpected(obstacle{reason::upn_invalid, ""});
  const decision verdict = decide_when_due(of);
  ASSERT_EQ(in_words(verdict), "start publish_secret");
  EXPECT_EQ(verdict.forward->attributes, of.is().account.reserved);
}

TEST(WatchedPass, JustPublishedIsNotBelievedMissing) {
  sample of = sample_of(wanted_class::issuable, "unverified");
  of.is().pass.created_at = noon - minutes{1};
  of.is().pass.missed_at = of.is().pass.listed_at = noon - seconds{5};
  const decision verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "wait");
  EXPECT_EQ(verdict.look_again_at, noon + minutes{5} - seconds{5});
}

}  // namespace
}  // namespace daypass::planner

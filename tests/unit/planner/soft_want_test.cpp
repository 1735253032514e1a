// What is wanted beside a pass and never stands in its way (design 5.2).

#include "unit/planner/sample.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

TEST(SoftWant, OfAManagerNeverDelaysAPass) {
  sample of = sample_of(wanted_class::near, "disabled");
  of.facts.manager = "M1";
  EXPECT_EQ(verdict_of(of), "start link_manager");
  of.retry(step_kind::link_manager) = {.failures = 1, .permanent = true};
  EXPECT_EQ(decide_when_due(of).look_again_at, of.when().activation_at - hours{48});
  of.retry(step_kind::link_manager) = {.failures = 1, .not_before = noon + minutes{15}};
  EXPECT_EQ(decide_when_due(of).look_again_at, of.when().activation_at - hours{48});
  of.retry(step_kind::link_manager).not_before = noon;
  EXPECT_EQ(verdict_of(of), "start link_manager");
}

TEST(SoftWant, OfANameThatTheStoreRefusesEndsNoWatch) {
  sample of = sample_of(wanted_class::issuable, "ready");
  of.facts.who->display_name = "Ann Married";
  of.is().account.written = *of.facts.who;
  EXPECT_EQ(verdict_of(of), "start refresh_secret");
  of.retry(step_kind::refresh_secret) = {.failures = 1, .permanent = true};
  const decision verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "wait");
  EXPECT_EQ(verdict.look_again_at, noon + hours{11});
}

/// What fails for the lane, not for the hire, is not counted as a failure of it.
TEST(SoftWant, ThatFailedForTheWholeLaneIsTriedAgainAsSoonAsItMay) {
  sample of = sample_of(wanted_class::issuable, "ready");
  of.facts.who->surname = "Married";
  EXPECT_EQ(verdict_of(of), "start update_account");
  of.retry(step_kind::update_account) = {.not_before = noon + seconds{2}};
  const decision verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "wait");
  EXPECT_EQ(verdict.look_again_at, noon + seconds{2});
}

TEST(SoftWant, OfANewLabelThatFailedForTheWholeStoreIsTriedAgainAsSoonAsItMay) {
  sample of = sample_of(wanted_class::issuable, "ready");
  of.facts.who->display_name = "Ann Married";
  of.is().account.written = *of.facts.who;
  of.retry(step_kind::refresh_secret) = {.not_before = noon + seconds{2}};
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + seconds{2});
}

}  // namespace
}  // namespace daypass::planner

#include "unit/planner/sample.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

/// Ready to issue, with a manager whose certificate is there and who was looked up just now.
sample with_manager() {
  sample of = sample_of(wanted_class::issuable, "enabled+looked");
  of.facts.manager_address = of.is().account.manager_address = "boss@x.example";
  of.facts.manager_certificates = {"manager"};
  of.is().account.manager_enabled = true;
  of.is().account.manager_looked_at = noon - minutes{10} + tick;
  return of;
}

TEST(Recipients, AreTheManagerTooWhoIsAnEnabledMember) {
  using names = std::vector<std::string>;
  sample of = with_manager();
  EXPECT_EQ(decide_when_due(of).forward->plan.recipients, (names{"manager", "recipient"}));
  of.is().account.manager_enabled = false;
  EXPECT_EQ(decide_when_due(of).forward->plan.recipients, names{"recipient"});
}

TEST(Recipients, AreLookedUpAnewForEachIssue) {
  sample of = with_manager();
  of.is().account.manager_looked_at = noon - minutes{10};
  EXPECT_EQ(verdict_of(of), "start look_manager");
  EXPECT_EQ(decide_when_due(of).forward->manager, "boss@x.example");
  of.is().account.manager_looked_at = noon;
  of.is().account.manager_address = "former@x.example";
  EXPECT_EQ(verdict_of(of), "start look_manager");
  of.facts.manager_certificates.clear();
  EXPECT_EQ(verdict_of(of), "start issue_pass");
}

TEST(Recipients, NeverDelayAPassInItsLastHour) {
  sample of = with_manager();
  of.is().account.manager_looked_at.reset();
  of.retry(step_kind::look_manager) = {.failures = 4, .not_before = noon + tick};
  EXPECT_EQ(verdict_of(of), "wait");
  of.when().activation_at = noon + hours{1} + tick;
  EXPECT_EQ(verdict_of(of), "wait");
  of.when().activation_at = noon + hours{1};
  EXPECT_EQ(verdict_of(of), "start issue_pass");
  of.when().activation_at = noon + hours{24};
  of.retry(step_kind::look_manager).failures = 5;
  EXPECT_EQ(verdict_of(of), "start issue_pass");
}

}  // namespace
}  // namespace daypass::planner

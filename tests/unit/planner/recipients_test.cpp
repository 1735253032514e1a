#include "unit/planner/answers.hpp"

#include "daypass/planner/absorb.hpp"

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

/// Whether the manager may open the pass once these were found to hold the address.
bool trusted(const account_holders& found) {
  sample of = with_manager();
  of.is().account.manager_enabled = false;
  of.is().account.manager_looked_at.reset();
  const step done = put_in_flight(of, step_kind::look_manager);
  const actual is = absorb(of.at(), {.done = done, .said = accounts_seen{found}, .at = noon}, 0);
  EXPECT_TRUE(is.account.manager_looked_at);
  return is.account.manager_enabled;
}

TEST(Recipients, AreOnlyManagersWithOneLiveAccount) {
  const account_view boss{.user_principal_name = "boss@x.example", .enabled = true};
  EXPECT_TRUE(trusted({boss}));
  EXPECT_FALSE(trusted({}));
  EXPECT_FALSE(trusted({boss, boss}));
  account_view other = boss;
  other.enabled = false;
  EXPECT_FALSE(trusted({other}));
  other = boss;
  other.member = false;
  EXPECT_FALSE(trusted({other}));
  other = boss;
  other.soft_deleted = true;
  EXPECT_FALSE(trusted({other}));
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

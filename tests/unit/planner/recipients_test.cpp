#include "unit/planner/answers.hpp"
#include "unit/planner/visits.hpp"

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

TEST(Recipients, AreEachNamedOnce) {
  sample of = with_manager();
  of.facts.manager_certificates = {"a", "recipient"};
  using names = std::vector<std::string>;
  EXPECT_EQ(decide_when_due(of).forward->plan.recipients, (names{"a", "recipient"}));
}

TEST(Recipients, AreJudgedByTheAddressThatWasLookedUp) {
  sample of = with_manager();
  of.is().account.manager_address = "former@x.example";
  const step look = *decide_when_due(of).forward;
  ASSERT_EQ(look.kind, step_kind::look_manager);
  EXPECT_TRUE(look.user.empty()) << "it is not the hire whom a 404 would speak of";
  const account_view boss{.user_principal_name = "boss@x.example", .enabled = true};
  of.is() = absorb(of.at(), {.done = look, .said = accounts_seen{{boss}}, .at = noon}, 0);
  EXPECT_EQ(of.is().account.manager_address, "boss@x.example");
  EXPECT_EQ(verdict_of(of), "start issue_pass");
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
  of.retry(step_kind::look_manager).not_before = noon;
  EXPECT_EQ(verdict_of(of), "start look_manager");
  of.when().activation_at = noon + hours{24};
  of.retry(step_kind::look_manager).failures = 5;
  EXPECT_EQ(verdict_of(of), "start issue_pass");
}

/// A pass to come that the manager may open too; so long ago the address was looked up.
sample shown_to_manager(duration looked_ago) {
  sample of = with_manager();
  make_so(of, "ready");
  of.is().pass.plan->recipients = {"manager", "recipient"};
  of.is().account.manager_looked_at = noon - looked_ago;
  return of;
}

TEST(Recipients, AreLookedUpAgainUntilThePassIsUsable) {
  sample of = shown_to_manager(hours{12} - tick);
  EXPECT_EQ(verdict_of(of), "wait");
  of = shown_to_manager(hours{12});
  EXPECT_EQ(verdict_of(of), "start look_manager");
  EXPECT_EQ(decide_when_due(of).forward->manager, "boss@x.example");
  of.now = of.is().pass.start_at;
  of.is().pass.listed_at = of.is().account_checked_at = of.now;
  EXPECT_EQ(verdict_of(of), "wait") << "who may open it is settled";
}

TEST(Recipients, KeepNothingWaitingWhileTheirLookBacksOff) {
  sample of = shown_to_manager(hours{12});
  of.facts.who->department = "D2";
  EXPECT_EQ(verdict_of(of), "start look_manager");
  of.retry(step_kind::look_manager) = {.failures = 1, .not_before = noon + tick};
  EXPECT_EQ(verdict_of(of), "start update_account");
}

/// Why the manager is none of the recipients of the pass that this visit issues.
std::string why_left_out(const sample& of) {
  const visit_result is = visited(of);
  EXPECT_EQ(in_words(is.verdict), "start issue_pass");
  if (!is.manager_left_out) return "";
  EXPECT_EQ(is.story.back().what, "manager left out");
  EXPECT_EQ(is.story.back().detail, *is.manager_left_out);
  return std::string(*is.manager_left_out);
}

TEST(Recipients, AreToldOfAManagerLeftOutAndWhy) {
  sample of = with_manager();
  EXPECT_EQ(why_left_out(of), "");
  of.is().account.manager_enabled = false;
  EXPECT_EQ(why_left_out(of), "no_enabled_member");
  of.retry(step_kind::look_manager).failures = 5;
  of.is().account.manager_looked_at.reset();
  EXPECT_EQ(why_left_out(of), "not_looked_up");
  of.facts.manager_certificates.clear();
  EXPECT_EQ(why_left_out(of), "no_certificate");
  of.facts.manager_address.clear();
  EXPECT_EQ(why_left_out(of), "") << "none is wanted";
}

}  // namespace
}  // namespace daypass::planner

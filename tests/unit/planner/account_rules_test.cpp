#include "unit/planner/sample.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

TEST(Account, IsWantedCreateAheadOfTheStart) {
  sample of = sample_of(wanted_class::distant);
  const decision verdict = decide_when_due(of);
  EXPECT_EQ(verdict.look_again_at, of.when().activation_at - of.how().create_ahead);
  EXPECT_EQ(verdict.where, standing::waiting);
}

TEST(Account, LooksForTheNameThatTheCreateWillSend) {
  sample of = sample_of(wanted_class::near);
  EXPECT_EQ(decide_when_due(of).forward->attributes, *of.facts.who);
  EXPECT_TRUE(decide_when_due(of).forward->user.empty());
}

TEST(Account, SendsWhatItSentWhateverHrChangesMeanwhile) {
  sample of = sample_of(wanted_class::near, "creating");
  const member_attributes sent = of.is().account.reserved;
  of.facts.who->user_principal_name = "other@x.example";
  const decision verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "start create_account");
  EXPECT_EQ(verdict.forward->attributes, sent);
}

TEST(Account, SendsWhatHrWantsWhenNothingWasSent) {
  sample of = sample_of(wanted_class::near, "looked");
  EXPECT_EQ(decide_when_due(of).forward->attributes, *of.facts.who);
}

TEST(Account, TriesTenNumbers) {
  sample of = sample_of(wanted_class::near);
  of.is().account.upn_number = 10;
  EXPECT_EQ(verdict_of(of), "start look_account");
  of.is().account.upn_number = 11;
  EXPECT_EQ(verdict_of(of), "park upn_exhausted");
}

TEST(Account, TriesNoNumberWhereHrGaveTheName) {
  sample of = sample_of(wanted_class::near);
  auto& named = of.record.wants.fields.edit()[static_cast<std::size_t>(field::user_principal_name)];
  named.value = "ann.lee@x.example";
  EXPECT_EQ(verdict_of(of), "start look_account");
  of.is().account.upn_number = 1;
  EXPECT_EQ(verdict_of(of), "park account_conflict");
}

TEST(Account, IsNotCreatedInAFlood) {
  sample of = sample_of(wanted_class::near);
  of.rules.creations_held = true;
  EXPECT_EQ(verdict_of(of), "start look_account");
  make_so(of, "looked");
  EXPECT_EQ(verdict_of(of), "hold creations_held");
}

TEST(Account, IsAPersonsAffairWhenWhoHoldsTheNameIsNeverSeen) {
  sample of = sample_of(wanted_class::near, "looked");
  retry_state& create = of.retry(step_kind::create_account);
  create.failures = 9;
  create.last_refusal = refusal::conflict;
  EXPECT_EQ(verdict_of(of), "start create_account");
  of.retry(step_kind::create_account).failures = 10;
  EXPECT_EQ(verdict_of(of), "park account_conflict");
  of.retry(step_kind::create_account).last_refusal = refusal::unavailable;
  EXPECT_EQ(verdict_of(of), "start create_account");
}

TEST(Account, IsNewByGraphsClock) {
  sample of = sample_of(wanted_class::near, "disabled");
  of.is().account.origin = account_origin::created;
  of.is().account.created_at = noon - minutes{14};
  EXPECT_TRUE(newly_created(of.at()));
  of.graph_ahead = minutes{1};
  EXPECT_FALSE(newly_created(of.at()));
  of.is().account.created_at = noon - hours{3};
  of.graph_ahead = -hours{3};
  EXPECT_TRUE(newly_created(of.at()));
}

TEST(Account, IsCreatedOnceOurClockIsComparedWithGraphs) {
  sample of = sample_of(wanted_class::near, "looked");
  EXPECT_EQ(verdict_of(of), "start create_account");
  of.graph_ahead.reset();
  EXPECT_EQ(verdict_of(of), "start look_account");
}

TEST(Account, IsLookedAtWhenALostEnableCanNoLongerTakeEffect) {
  sample of = sample_of(wanted_class::near, "disabled");
  const instant unasked = decide_when_due(of).look_again_at;
  ASSERT_GT(unasked, noon + minutes{9});
  of.is().attempts = {{step_id{1}, step_kind::enable_account, noon, noon + minutes{9}}};
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + minutes{9});
  of.is().attempts.front().open_until = noon;
  EXPECT_EQ(verdict_of(of), "start look_account");
}

TEST(Account, IsNotDecidedOnWhileACreateMayStillTakeEffect) {
  sample of = sample_of(wanted_class::near, "blocked");
  const account_holders holders = of.is().account.holders;
  make_so(of, "creating");
  of.is().account.holders = holders;
  decision verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "wait");
  EXPECT_EQ(verdict.look_again_at, noon + minutes{10});
  of.is().attempts.push_back({step_id{2}, step_kind::create_account, noon, noon + minutes{12}});
  of.is().attempts.push_back({step_id{3}, step_kind::enable_account, noon, noon + minutes{14}});
  of.is().attempts.push_back({step_id{4}, step_kind::create_account, noon, noon + minutes{11}});
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + minutes{12});
}

TEST(Adoption, IsAllowedByAnOrderOrByAProfileThatNoEventMayName) {
  sample of = sample_of(wanted_class::near, "blocked");
  EXPECT_EQ(verdict_of(of), "park account_conflict");
  of.how().adopt = true;
  const decision verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "start gather_evidence");
  EXPECT_EQ(verdict.forward->user, user_id("other"));
  EXPECT_EQ(verdict.forward->attributes, *of.facts.who);
  of.how().nameable_by_event = true;
  EXPECT_EQ(verdict_of(of), "park account_conflict");
  of.order_now(order_kind::adopt);
  EXPECT_EQ(verdict_of(of), "start gather_evidence");
  of.is().adopt_heeded = 1;
  EXPECT_EQ(verdict_of(of), "park account_conflict");
}

TEST(Adoption, IsOfTheOneAccountWithOurEmployeeId) {
  sample of = sample_of(wanted_class::near, "blocked");
  of.how().adopt = true;
  of.is().account.holders.front().employee_id = "E2";
  EXPECT_EQ(verdict_of(of), "park account_conflict");
  of.is().account.holders.front().employee_id = "E1";
  of.is().account.holders.push_back(of.is().account.holders.front());
  EXPECT_EQ(verdict_of(of), "park account_conflict");
  of.is().account.holders.pop_back();
  of.facts.who->employee_id.clear();
  of.is().account.holders.front().employee_id.clear();
  EXPECT_EQ(verdict_of(of), "park account_conflict");
}

TEST(Adoption, IsRefusedOnceTheEvidenceWasNotEnough) {
  sample of = sample_of(wanted_class::near, "blocked");
  of.how().adopt = true;
  of.is().account.evidence = adoption_evidence{};
  EXPECT_EQ(verdict_of(of), "park adoption_refused");
}

TEST(Adoption, FailsWithTheNumbersWhenTenWereTaken) {
  sample of = sample_of(wanted_class::near, "blocked");
  of.is().account.upn_number = 9;
  EXPECT_EQ(verdict_of(of), "park account_conflict");
  of.is().account.upn_number = 10;
  EXPECT_EQ(verdict_of(of), "park upn_exhausted");
}

struct manager_row {
  std::string wanted;
  std::string tried;
  bool linked;
  std::optional<instant> tried_at;
  instant activation_at;
  std::string expected;
  std::optional<instant> again_at;
};

TEST(Manager, IsLinkedOnceADayUntilThirtyDaysAfterTheStart) {
  const instant soon = noon + days{5};
  const instant issue_at = soon - hours{48};
  const std::vector<manager_row> rows = {
      {"", "", false, {}, soon, "wait", issue_at},
      {"M1", "", false, {}, soon, "start link_manager", {}},
      {"M1", "M1", false, noon - days{1}, soon, "start link_manager", {}},
      {"M1", "M1", false, noon - days{1} + tick, soon, "wait", noon + tick},
      {"M1", "M2", false, noon - tick, soon, "start link_manager", {}},
      {"M1", "M1", true, noon - days{2}, soon, "wait", issue_at},
      {"M1", "M2", true, noon - days{2}, soon, "start link_manager", {}},
      {"", "M2", true, noon - days{2}, soon, "wait", issue_at},
  };
  for (const manager_row& row : rows) {
    sample of = sample_of(wanted_class::near, "disabled");
    of.facts.manager = row.wanted;
    of.when().activation_at = row.activation_at;
    of.is().account.manager_wanted = row.tried;
    of.is().account.manager_linked = row.linked;
    of.is().account.manager_tried_at = row.tried_at;
    const decision verdict = decide_when_due(of);
    EXPECT_EQ(in_words(verdict), row.expected) << row.wanted << " " << row.tried;
    if (row.again_at) {
      EXPECT_EQ(verdict.look_again_at, *row.again_at) << row.wanted << " " << row.tried;
    }
    if (verdict.forward) {
      EXPECT_EQ(verdict.forward->manager, row.wanted);
    }
  }
}

sample with_manager_tried(instant tried_at) {
  sample of = sample_of(wanted_class::started, "usable");
  of.facts.manager = of.is().account.manager_wanted = "M1";
  of.is().account.manager_tried_at = tried_at;
  return of;
}

TEST(Manager, IsGivenUpThirtyDaysAfterTheStart) {
  sample of = with_manager_tried(noon - days{2});
  EXPECT_EQ(verdict_of(of), "start link_manager");
  of.rules.bounds.manager_until = hours{2};
  EXPECT_EQ(verdict_of(of), "wait");
  of.rules.bounds.manager_until = hours{2} + tick;
  EXPECT_EQ(verdict_of(of), "start link_manager");
}

TEST(Manager, IsTriedAgainOnlyWithinItsTime) {
  sample of = with_manager_tried(noon - hours{23});
  of.rules.bounds.manager_until = hours{3} + tick;
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + hours{1});
  of.rules.bounds.manager_until = hours{3};
  EXPECT_GT(decide_when_due(of).look_again_at, noon + hours{1});
}

TEST(Manager, BacksOffLikeAnythingElse) {
  sample of = with_manager_tried(noon - days{2});
  of.retry(step_kind::link_manager) = {.failures = 1, .not_before = noon + minutes{3}};
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + minutes{3});
}

TEST(Attributes, AreBroughtToWhatHrWantsButForTheName) {
  sample of = sample_of(wanted_class::near, "disabled");
  of.facts.who->department = "D2";
  of.facts.who->user_principal_name = "ann.married@x.example";
  of.facts.who->mail_nickname = "ann.married";
  const decision verdict = decide_when_due(of);
  ASSERT_EQ(in_words(verdict), "start update_account");
  EXPECT_EQ(verdict.forward->attributes->department, "D2");
  EXPECT_EQ(verdict.forward->attributes->user_principal_name, "ann.lee@x.example");
  EXPECT_EQ(verdict.forward->attributes->mail_nickname, "ann.lee");
  of.is().account.written = verdict.forward->attributes;
  EXPECT_EQ(verdict_of(of), "wait");
}

TEST(Attributes, NeverStandInTheWay) {
  sample of = sample_of(wanted_class::near, "disabled");
  of.facts.who->department = "D2";
  of.retry(step_kind::update_account) = {.failures = 1, .not_before = noon + minutes{3}};
  EXPECT_EQ(decide_when_due(of).look_again_at, noon + minutes{3});
  of.retry(step_kind::update_account).permanent = true;
  EXPECT_EQ(decide_when_due(of).look_again_at, of.when().activation_at - hours{48});
  of.retry(step_kind::update_account) = {};
  of.when().activation_at = noon + hours{24};
  EXPECT_EQ(verdict_of(of), "start enable_account");
}

TEST(Start, IsPlausibleFromSevenDaysBackToFourHundredAhead) {
  const std::vector<std::pair<duration, bool>> rows = {{-duration(days{7}) - tick, false},
                                                       {-duration(days{7}), true},
                                                       {days{400}, true},
                                                       {duration(days{400}) + tick, false}};
  for (const auto& [from_first_seen, plausible] : rows) {
    sample of = sample_of(wanted_class::issuable);
    of.when().activation_at = *of.record.wants.first_announced_at + from_first_seen;
    EXPECT_EQ(classify_wanted(of.at()) != wanted_class::implausible, plausible);
  }
}

TEST(Hour, ChangesAtItsBounds) {
  const std::vector<std::pair<duration, wanted_class>> rows = {
      {duration(days{14}) + tick, wanted_class::distant},
      {days{14}, wanted_class::near},
      {duration(hours{48}) + tick, wanted_class::near},
      {hours{48}, wanted_class::issuable},
      {tick, wanted_class::issuable},
      {duration(0), wanted_class::started},
      {-duration(days{5}) + tick, wanted_class::started},
      {-duration(days{5}), wanted_class::overdue}};
  for (const auto& [to_activation, expected] : rows) {
    sample of = sample_of(wanted_class::issuable);
    of.when().activation_at = noon + to_activation;
    EXPECT_EQ(to_string(classify_wanted(of.at())), to_string(expected));
  }
}

}  // namespace
}  // namespace daypass::planner

#include "unit/planner/answers.hpp"

#include "daypass/planner/absorb.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

actual after_look(sample of, const account_holders& seen) {
  const step done = put_in_flight(of, step_kind::look_account);
  return absorb(of.at(), {done, accounts_seen{seen}, noon}, 0);
}

sample creating() {
  return sample_of(wanted_class::near, "creating");
}

TEST(LostCreate, IsRecognisedByNameEmployeeAndHour) {
  struct row {
    std::string what;
    void (*change)(account_view&);
    bool ours;
  };
  const std::vector<row> rows = {
      {"as made", [](account_view&) {}, true},
      {"case", [](account_view& seen) { seen.user_principal_name = "ANN.LEE@X.EXAMPLE"; }, true},
      {"name", [](account_view& seen) { seen.user_principal_name = "bob.lee@x.example"; }, false},
      {"employee", [](account_view& seen) { seen.employee_id = "E2"; }, false},
      {"deleted", [](account_view& seen) { seen.soft_deleted = true; }, false},
      {"first", [](account_view& seen) { seen.created_at = noon - minutes{7}; }, true},
      {"early", [](account_view& seen) { seen.created_at = noon - minutes{7} - tick; }, false},
      {"last", [](account_view& seen) { seen.created_at = noon + minutes{12}; }, true},
      {"late", [](account_view& seen) { seen.created_at = noon + minutes{12} + tick; }, false},
  };
  for (const row& one : rows) {
    sample of = creating();
    account_view seen = own_account(of);
    one.change(seen);
    const actual is = after_look(of, {seen});
    EXPECT_EQ(is.account.id == user_id("user"), one.ours) << one.what;
    EXPECT_EQ(is.account.origin == account_origin::recognised, one.ours) << one.what;
    EXPECT_EQ(is.attempts.empty(), one.ours) << one.what;
  }
}

TEST(LostCreate, IsRecognisedAmongOthers) {
  sample of = creating();
  account_view other = own_account(of);
  other.id = user_id("other");
  other.employee_id = "E2";
  const actual is = after_look(of, {other, own_account(of)});
  EXPECT_EQ(is.account.id, user_id("user"));
  EXPECT_TRUE(is.account.holders.empty());
  EXPECT_EQ(is.account.written, is.account.reserved);
  EXPECT_EQ(is.account.created_at, own_account(of).created_at);
  EXPECT_EQ(is.account.looked_at, noon);
  EXPECT_EQ(is.account_checked_at, noon);
  EXPECT_TRUE(is.account.disabled_by_us);
}

TEST(LostCreate, ThatWasEnabledSinceIsNotDisabledByUs) {
  account_view seen = own_account(creating());
  seen.enabled = true;
  const actual is = after_look(creating(), {seen});
  EXPECT_TRUE(is.account.enabled);
  EXPECT_FALSE(is.account.disabled_by_us);
}

TEST(TakenName, LeadsToTheNextNumber) {
  sample of = sample_of(wanted_class::near);
  account_view other{.id = user_id("other"), .user_principal_name = "ann.lee@x.example"};
  of.is().account.attempted_at = of.is().account.attempt_until = noon - days{1};
  const actual is = after_look(of, {other});
  EXPECT_EQ(is.account.upn_number, 1);
  EXPECT_EQ(is.account.reserved->user_principal_name, "ann.lee1@x.example");
  EXPECT_EQ(is.account.reserved->mail_nickname, "ann.lee1");
  EXPECT_EQ(is.account.reserved->employee_id, "E1");
  EXPECT_FALSE(is.account.looked_at.has_value());
  EXPECT_FALSE(is.account.attempted_at.has_value());
  EXPECT_FALSE(is.account.attempt_until.has_value());
  EXPECT_TRUE(is.account.holders.empty());
}

TEST(TakenName, IsMadeFromTodaysName) {
  sample of = sample_of(wanted_class::near);
  of.is().account.upn_number = 1;
  of.facts.who->user_principal_name = "ann.new@x.example";
  const actual is = absorb_name_taken(of.at(), {});
  EXPECT_EQ(is.account.upn_number, 2);
  EXPECT_EQ(is.account.reserved->user_principal_name, "ann.new2@x.example");
}

TEST(TakenName, IsMadeFromWhatWasSentWhereHrsNameCanNotBeUsed) {
  sample of = sample_of(wanted_class::near);
  const member_attributes sent = *of.facts.who;
  account_view other{.id = user_id("other"), .user_principal_name = sent.user_principal_name};
  const step done = put_in_flight(of, step_kind::look_account);
  of.facts.who = std::unexpected(obstacle{reason::upn_invalid, ""});
  const actual is = absorb(of.at(), {done, accounts_seen{{other}}, noon}, 0);
  EXPECT_EQ(is.account.reserved->user_principal_name, "ann.lee1@x.example");
  of.is().account.reserved = sent;
  EXPECT_EQ(absorb_name_taken(of.at(), {}).account.reserved->user_principal_name,
            "ann.lee1@x.example");
}

TEST(TakenName, OfAnAccountThatOthersRenamedLeavesItsOldOne) {
  sample of = sample_of(wanted_class::issuable, "enabled");
  const account_state stored = of.is().account;
  of.is().account.reserved.edit().user_principal_name = "bob@x.example";
  const actual is = absorb_name_taken(of.at(), stored);
  EXPECT_EQ(is.account.reserved, stored.reserved);
  EXPECT_EQ(is.account.looked_at, stored.looked_at) << "not looked at again at once";
  EXPECT_EQ(is.account.upn_number, 0);
}

TEST(TakenName, OfAnAccountToAdoptStandsInItsWay) {
  sample of = sample_of(wanted_class::near, "blocked");
  of.order_now(order_kind::adopt);
  const account_state stored = of.is().account;
  const step done = put_in_flight(of, step_kind::gather_evidence);
  of.is() = absorb(of.at(), answer_of(of, done, outcome_class::done), 0);
  ASSERT_FALSE(of.is().account.id.empty());
  const actual is = absorb_name_taken(of.at(), stored);
  EXPECT_TRUE(is.account.id.empty());
  EXPECT_EQ(is.account.reserved, stored.reserved);
  EXPECT_TRUE(is.account.evidence.has_value());
  EXPECT_EQ(is.account.evidence_at, noon);
  of.is() = is;
  of.running.clear();
  EXPECT_EQ(decide(of.at()).why, reason::account_conflict);
}

TEST(TakenName, IsNotSkippedWhileTheHolderMayBeOurs) {
  account_view other{.id = user_id("other"), .user_principal_name = "ann.lee@x.example"};
  EXPECT_EQ(after_look(creating(), {other}).account.upn_number, 0);
  sample of = sample_of(wanted_class::near);
  account_view deleted = other;
  deleted.soft_deleted = true;
  EXPECT_EQ(after_look(of, {other, deleted}).account.upn_number, 0);
  account_view same_employee = other;
  same_employee.employee_id = "E1";
  EXPECT_EQ(after_look(of, {same_employee}).account.upn_number, 0);
  EXPECT_EQ(after_look(of, {same_employee}).account.holders.size(), 1U);
  of.facts.who->employee_id.clear();
  EXPECT_EQ(after_look(of, {other}).account.upn_number, 1);
}

TEST(OwnAccount, IsFollowedWhenRenamed) {
  sample of = sample_of(wanted_class::near, "disabled");
  account_view seen = own_account(of);
  seen.user_principal_name = "renamed@x.example";
  const actual is = after_look(of, {seen});
  EXPECT_EQ(is.account.reserved->user_principal_name, "renamed@x.example");
  EXPECT_EQ(is.account.looked_at, noon);
  EXPECT_EQ(is.account_checked_at, noon);
  EXPECT_FALSE(is.account.gone_at || is.account.restored);
}

TEST(OwnAccount, IsGoneWhenDeletedOrNotThere) {
  sample of = sample_of(wanted_class::near, "disabled");
  account_view deleted = own_account(of);
  deleted.soft_deleted = true;
  EXPECT_EQ(after_look(of, {deleted}).account.gone_at, noon);
  EXPECT_EQ(after_look(of, {}).account.gone_at, noon);
}

TEST(OwnAccount, IsNotKnownEverywhereSoonAfterItsCreate) {
  sample of = sample_of(wanted_class::near, "disabled");
  of.is().account.created_at = noon - minutes{15} + tick;
  EXPECT_FALSE(after_look(of, {}).account.gone_at.has_value());
  account_view deleted = own_account(of);
  deleted.soft_deleted = true;
  EXPECT_TRUE(after_look(of, {deleted}).account.gone_at.has_value());
  of.is().account.origin = account_origin::recognised;
  EXPECT_FALSE(after_look(of, {}).account.gone_at.has_value());
  of.is().account.origin = account_origin::adopted;
  EXPECT_TRUE(after_look(of, {}).account.gone_at.has_value());
  of.is().account.origin = account_origin::created;
  of.is().account.created_at = noon - minutes{15};
  EXPECT_TRUE(after_look(of, {}).account.gone_at.has_value());
}

TEST(OwnAccount, DisabledByAnotherIsNoticed) {
  sample of = sample_of(wanted_class::issuable, "enabled");
  of.is().account.disabled_by_us = true;
  account_view seen = own_account(of);
  seen.enabled = false;
  of.is().account.enabled_written_at = noon - minutes{5} + tick;  // A replica may lag.
  EXPECT_TRUE(after_look(of, {seen}).account.enabled);
  of.is().account.enabled_written_at = noon - minutes{5};
  const actual is = after_look(of, {seen});
  EXPECT_FALSE(is.account.enabled);
  EXPECT_FALSE(is.account.disabled_by_us);
}

TEST(OwnAccount, EnabledByAnotherIsNoticed) {
  sample of = sample_of(wanted_class::issuable, "disabled");
  account_view seen = own_account(of);
  EXPECT_TRUE(after_look(of, {seen}).account.disabled_by_us);
  seen.enabled = true;
  const actual is = after_look(of, {seen});
  EXPECT_TRUE(is.account.enabled);
  EXPECT_TRUE(is.account.disabled_by_us);
}

TEST(Created, IsOursAndDisabled) {
  sample of = creating();
  of.is().account.holders = {own_account(of)};
  of.is().account.enabled = true;
  of.is().account.disabled_by_us = false;
  const step done = put_in_flight(of, step_kind::create_account);
  const actual is = absorb(of.at(), {done, account_created{user_id("new"), noon - tick}, noon}, 0);
  EXPECT_EQ(is.account.id, user_id("new"));
  EXPECT_EQ(is.account.origin, account_origin::created);
  EXPECT_EQ(is.account.created_at, noon - tick);
  EXPECT_FALSE(is.account.enabled);
  EXPECT_TRUE(is.account.disabled_by_us);
  EXPECT_EQ(is.account.written, is.account.reserved);
  EXPECT_TRUE(is.account.holders.empty());
  EXPECT_EQ(is.account.looked_at, noon);
  EXPECT_EQ(is.account_checked_at, noon);
  EXPECT_TRUE(is.attempts.empty());
}

struct evidence_row {
  std::string what;
  void (*change)(adoption_evidence&);
  bool taken;
};

TEST(Adopted, IsWhatTheEvidenceAllows) {
  const std::vector<evidence_row> rows = {
      {"fit", [](adoption_evidence&) {}, true},
      {"method", [](adoption_evidence& found) { found.only_password = false; }, false},
      {"role", [](adoption_evidence& found) { found.has_role = true; }, false},
      {"guest", [](adoption_evidence& found) { found.account.member = false; }, false},
      {"synced", [](adoption_evidence& found) { found.account.synchronised = true; }, false},
      {"deleted", [](adoption_evidence& found) { found.account.soft_deleted = true; }, false},
      {"old", [](adoption_evidence& found) { found.account.created_at = noon - days{30}; }, false},
      {"young", [](adoption_evidence& found) { found.account.created_at = noon - days{30} + tick; },
       true}};
  for (const evidence_row& row : rows) {
    sample of = sample_of(wanted_class::near, "blocked");
    of.order_now(order_kind::adopt);
    const step done = put_in_flight(of, step_kind::gather_evidence);
    adoption_evidence found{.account = own_account(of), .has_role = false, .only_password = true};
    found.account.user_principal_name = "old.name@x.example";
    row.change(found);
    const actual is = absorb(of.at(), {done, evidence_gathered{found}, noon}, 0);
    EXPECT_EQ(is.account.evidence, found) << row.what;
    EXPECT_EQ(is.account.evidence_at, noon) << row.what;
    EXPECT_EQ(is.account.origin == account_origin::adopted, row.taken) << row.what;
    EXPECT_EQ(is.adopt_heeded, row.taken ? 1U : 0U) << row.what;
    if (!row.taken) continue;
    EXPECT_EQ(is.account.id, user_id("user"));
    EXPECT_EQ(is.account.reserved->user_principal_name, "old.name@x.example");
    EXPECT_EQ(is.account.reserved->employee_id, "E1");
    EXPECT_FALSE(is.account.disabled_by_us) << "found disabled, and not by us";
  }
}

TEST(Adopted, IsNobodyToBeLockedOut) {
  sample of = sample_of(wanted_class::near, "blocked");
  of.order_now(order_kind::adopt);
  const step done = put_in_flight(of, step_kind::gather_evidence);
  const outcome happened = answer_of(of, done, outcome_class::done);
  of.order_now(order_kind::revoke);
  EXPECT_TRUE(absorb(of.at(), happened, 0).account.id.empty());
}

TEST(Adopted, IsNobodyWithoutAProfile) {
  sample of = sample_of(wanted_class::near, "blocked");
  of.facts.profile_name = "none";
  const step done = put_in_flight(of, step_kind::gather_evidence);
  const outcome happened = answer_of(of, done, outcome_class::done);
  EXPECT_TRUE(absorb(of.at(), happened, 0).account.id.empty());
}

TEST(Adopted, IsNotTakenAgainByLaterEvidence) {
  sample of = sample_of(wanted_class::issuable, "enabled");
  of.order_now(order_kind::adopt);
  of.is().account.origin = account_origin::adopted;
  const step done = put_in_flight(of, step_kind::gather_evidence);
  const outcome happened = answer_of(of, done, outcome_class::done);
  const actual is = absorb(of.at(), happened, 0);
  EXPECT_EQ(is.adopt_heeded, 0U);
  EXPECT_TRUE(is.account.evidence.has_value());
}

}  // namespace
}  // namespace daypass::planner

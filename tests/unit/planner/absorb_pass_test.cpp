#include "unit/planner/answers.hpp"

#include "daypass/planner/absorb.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

actual after_list(sample of, const std::vector<listed_pass>& seen, bool strong = false) {
  const step done = put_in_flight(of, step_kind::look_methods);
  return absorb(of.at(), {done, methods_seen{strong, seen}, noon}, 0);
}

actual after(sample of, step_kind kind, const answer& said) {
  const step done = put_in_flight(of, kind);
  return absorb(of.at(), {done, said, noon}, 0);
}

TEST(LostPass, IsRecognisedByHourWindowAndKind) {
  struct row {
    std::string what;
    void (*change)(listed_pass&);
    bool ours;
  };
  const std::vector<row> rows = {
      {"as made", [](listed_pass&) {}, true},
      {"seen before", [](listed_pass& seen) { seen.id = pass_id("before"); }, false},
      {"lifetime", [](listed_pass& seen) { seen.lifetime += minutes{1}; }, false},
      {"kind", [](listed_pass& seen) { seen.one_time = false; }, false},
      {"start", [](listed_pass& seen) { seen.start_at += seconds{1}; }, false},
      {"first", [](listed_pass& seen) { seen.created_at = noon - minutes{7}; }, true},
      {"early", [](listed_pass& seen) { seen.created_at = noon - minutes{7} - tick; }, false},
      {"last", [](listed_pass& seen) { seen.created_at = noon + minutes{12}; }, true},
      {"late", [](listed_pass& seen) { seen.created_at = noon + minutes{12} + tick; }, false},
  };
  for (const row& one : rows) {
    sample of = sample_of(wanted_class::issuable, "issuing");
    of.is().pass.plan->seen_before = {pass_id("before")};
    listed_pass seen = listed(of);
    seen.usability = pass_usability::not_yet_valid;
    one.change(seen);
    const actual is = after_list(of, {{.id = pass_id("foreign")}, seen});
    EXPECT_EQ(is.pass.id == pass_id("pass"), one.ours) << one.what;
    EXPECT_EQ(is.pass.replace, one.ours) << one.what;
    EXPECT_EQ(is.attempts.empty(), one.ours) << one.what;
    EXPECT_TRUE(is.pass.plan.has_value()) << one.what;
    EXPECT_FALSE(is.pass.deleted) << one.what;
    if (!one.ours) continue;
    EXPECT_EQ(is.pass.created_at, seen.created_at);
    EXPECT_EQ(is.pass.start_at, seen.start_at);
    EXPECT_EQ(is.pass.end_at, seen.start_at + seen.lifetime);
    EXPECT_EQ(is.pass.usability, pass_usability::not_yet_valid);
  }
}

TEST(LostPass, ThatBeginsAtOnceHasGraphsStart) {
  sample of = sample_of(wanted_class::issuable, "issuing");
  of.is().pass.plan->starts_at_once = true;
  listed_pass seen = listed(of);
  seen.start_at += seconds{9};
  EXPECT_EQ(after_list(of, {seen}).pass.id, pass_id("pass"));
}

TEST(KnownPass, IsComparedWithWhatEntraLists) {
  sample of = sample_of(wanted_class::issuable, "missing");
  listed_pass seen = listed(of);
  seen.usability = pass_usability::disabled_by_policy;
  const actual is = after_list(of, {{.id = pass_id("foreign")}, seen});
  EXPECT_FALSE(is.pass.missed_at.has_value());
  EXPECT_EQ(is.pass.usability, pass_usability::disabled_by_policy);
  EXPECT_EQ(is.pass.verified_at, noon);
  EXPECT_EQ(is.pass.listed_at, noon);
  EXPECT_EQ(is.pass.listed.size(), 2U);
  EXPECT_FALSE(is.used_at.has_value());
}

TEST(KnownPass, IsMissedSinceTheFirstLookThatDidNotShowIt) {
  sample of = sample_of(wanted_class::issuable, "ready");
  EXPECT_EQ(after_list(of, {{.id = pass_id("foreign")}}).pass.missed_at, noon);
  of.is().pass.missed_at = noon - hours{1};
  EXPECT_EQ(after_list(of, {}).pass.missed_at, noon - hours{1});
}

TEST(KnownPass, IsVerifiedOnlyOncePublished) {
  sample of = sample_of(wanted_class::issuable, "unverified");
  EXPECT_EQ(after_list(of, {listed(of)}).pass.secret, secret_state::verified);
  of.is().pass.published_at.reset();
  EXPECT_EQ(after_list(of, {listed(of)}).pass.secret, secret_state::unverified);
  sample withdrawn = sample_of(wanted_class::issuable, "retired");
  EXPECT_EQ(after_list(withdrawn, {listed(withdrawn)}).pass.secret, secret_state::withdrawn);
}

TEST(KnownPass, IsUsedSinceTheFirstLookThatSaysSo) {
  sample of = sample_of(wanted_class::started, "usable");
  listed_pass seen = listed(of);
  seen.usability = pass_usability::one_time_used;
  EXPECT_EQ(after_list(of, {seen}).used_at, noon);
  of.is().used_at = noon - hours{1};
  EXPECT_EQ(after_list(of, {seen}).used_at, noon - hours{1});
}

TEST(FirstUse, IsPossibleFromTheStartOfAVerifiedPass) {
  sample of = sample_of(wanted_class::started, "usable");
  of.is().first_usable_at.reset();
  EXPECT_EQ(after_list(of, {listed(of)}).first_usable_at, of.is().pass.start_at);
  of.is().pass.start_at = noon;
  EXPECT_EQ(after_list(of, {listed(of)}).first_usable_at, noon);
  of.is().pass.start_at = noon + tick;
  EXPECT_FALSE(after_list(of, {listed(of)}).first_usable_at.has_value());
  of.is().pass.start_at = noon - hours{2};
  of.is().pass.secret = secret_state::withdrawn;
  EXPECT_FALSE(after_list(of, {listed(of)}).first_usable_at.has_value());
  of.is().first_usable_at = noon - days{3};
  of.is().pass.secret = secret_state::verified;
  EXPECT_EQ(after_list(of, {listed(of)}).first_usable_at, noon - days{3});
}

TEST(StrongMethod, IsSeenSinceTheFirstLookThatSaysSo) {
  sample of = sample_of(wanted_class::issuable, "enabled");
  EXPECT_FALSE(after_list(of, {}).strong_method_at.has_value());
  EXPECT_EQ(after_list(of, {}, true).strong_method_at, noon);
  of.is().strong_method_at = noon - hours{1};
  EXPECT_EQ(after_list(of, {}, true).strong_method_at, noon - hours{1});
}

TEST(Issued, KeepsGraphsOwnWindow) {
  sample of = sample_of(wanted_class::issuable, "issuing");
  listed_pass made = listed(of);
  made.start_at += seconds{3};
  made.created_at = noon - seconds{1};
  made.usability = pass_usability::not_yet_valid;
  const actual is = after(of, step_kind::issue_pass, pass_issued{made});
  EXPECT_EQ(is.pass.id, made.id);
  EXPECT_EQ(is.pass.created_at, made.created_at);
  EXPECT_EQ(is.pass.start_at, made.start_at);
  EXPECT_EQ(is.pass.end_at, made.start_at + made.lifetime);
  EXPECT_EQ(is.pass.usability, pass_usability::not_yet_valid);
  EXPECT_TRUE(is.attempts.empty());
}

TEST(Done, OfALockoutLeavesToOthersWhatTheyDisabled) {
  sample of = sample_of(wanted_class::rescinded, "disabled_by_other");
  EXPECT_FALSE(after(of, step_kind::disable_account, account_disabled{}).account.disabled_by_us);
  of.is().attempts = {{step_id{9}, step_kind::enable_account, noon, noon + minutes{1}}};
  EXPECT_TRUE(after(of, step_kind::disable_account, account_disabled{}).account.disabled_by_us)
      << "our lost enable may have enabled it meanwhile";
}

TEST(Done, OfALockoutTellsOthersDisablingByTheLookBeforeIt) {
  sample of = sample_of(wanted_class::rescinded, "enabled");
  const auto by_us = [&of](std::optional<bool> was_enabled) {
    return after(of, step_kind::disable_account, account_disabled{was_enabled})
        .account.disabled_by_us;
  };
  EXPECT_TRUE(by_us(true));
  EXPECT_TRUE(by_us(std::nullopt)) << "nobody could look";
  EXPECT_FALSE(by_us(false));
  of.is().account.enabled_written_at = noon - of.rules.bounds.settle_delay + tick;
  EXPECT_TRUE(by_us(false)) << "a replica may not know that we enabled it";
  of.is().account.enabled_written_at = noon - of.rules.bounds.settle_delay;
  EXPECT_FALSE(by_us(false));
  const step disable = put_in_flight(of, step_kind::disable_account);
  of.is().attempts.push_back({step_id{6}, step_kind::disable_account, noon, noon + minutes{1}});
  EXPECT_TRUE(absorb(of.at(), {disable, account_disabled{false}, noon}, 0).account.disabled_by_us)
      << "our lost disabling may have done it";
}

TEST(Done, IsRecordedForEachStep) {
  sample of = sample_of(wanted_class::issuable, "ready");
  of.facts.manager = "M1";
  of.is().account.enabled = false;
  of.is().account.disabled_by_us = true;
  const actual enabled = after(of, step_kind::enable_account, step_done{});
  EXPECT_TRUE(enabled.account.enabled);
  EXPECT_FALSE(enabled.account.disabled_by_us);
  EXPECT_EQ(enabled.account.enabled_written_at, noon);
  EXPECT_TRUE(enabled.attempts.empty());
  of.is().account = enabled.account;
  of.is().account.enabled_written_at.reset();
  const actual disabled = after(of, step_kind::disable_account, account_disabled{});
  EXPECT_FALSE(disabled.account.enabled);
  EXPECT_TRUE(disabled.account.disabled_by_us);
  EXPECT_EQ(disabled.account.enabled_written_at, noon);
  EXPECT_EQ(disabled.lockout.disabled_at, noon);
  EXPECT_EQ(after(of, step_kind::revoke_sessions, step_done{}).lockout.sessions_revoked_at, noon);
  EXPECT_TRUE(after(of, step_kind::join_groups, step_done{}).account.groups_joined);
  of.facts.who->department = "D2";
  EXPECT_EQ(after(of, step_kind::update_account, step_done{}).account.written, *of.facts.who);
  const actual linked = after(of, step_kind::link_manager, step_done{});
  EXPECT_TRUE(linked.account.manager_linked);
  EXPECT_EQ(linked.account.manager_wanted, "M1");
  EXPECT_EQ(linked.account.manager_tried_at, noon);
  of.is().account.manager_linked = true;
  const actual not_found = after(of, step_kind::link_manager, manager_absent{});
  EXPECT_FALSE(not_found.account.manager_linked);
  EXPECT_EQ(not_found.account.manager_wanted, "M1");
  EXPECT_EQ(not_found.account.manager_tried_at, noon);
}

TEST(Done, IsRecordedOfTheSecret) {
  sample of = sample_of(wanted_class::issuable, "issued+code");
  const actual published = after(of, step_kind::publish_secret, step_done{});
  EXPECT_EQ(published.pass.secret, secret_state::unverified);
  EXPECT_EQ(published.pass.published_at, noon);
  EXPECT_EQ(published.pass.displayed_digest, label_key(of.at()));
  EXPECT_TRUE(published.attempts.empty());
  const actual refreshed = after(of, step_kind::refresh_secret, step_done{});
  EXPECT_EQ(refreshed.pass.displayed_digest, label_key(of.at()));
  EXPECT_TRUE(refreshed.attempts.empty());
  make_so(of, "ready");
  const actual withdrawn = after(of, step_kind::withdraw_secret, step_done{});
  EXPECT_EQ(withdrawn.pass.secret, secret_state::withdrawn);
  EXPECT_EQ(withdrawn.lockout.withdrawn_at, noon);
}

TEST(Done, OfAnEarlierPlanIsNotOfThisOne) {
  sample of = sample_of(wanted_class::issuable, "ready");
  step done = put_in_flight(of, step_kind::withdraw_secret);
  done.secret = secret_name("earlier");
  EXPECT_EQ(absorb(of.at(), {done, step_done{}, noon}, 0).pass.secret, secret_state::verified);
  done = put_in_flight(of, step_kind::delete_pass);
  EXPECT_EQ(absorb(of.at(), {done, step_done{}, noon}, 0).lockout.pass_deleted_at, noon);
  done.pass = pass_id("foreign");
  const actual is = absorb(of.at(), {done, step_done{}, noon}, 0);
  EXPECT_FALSE(is.pass.deleted);
  EXPECT_FALSE(is.pass.listed_at.has_value());
}

TEST(Done, OfASecretWithoutAPlanChangesNothing) {
  sample of = sample_of(wanted_class::issuable, "enabled");
  EXPECT_FALSE(after(of, step_kind::withdraw_secret, step_done{}).lockout.withdrawn_at.has_value());
}

TEST(RetiredPass, IsForgottenWhenNothingOfItCanCome) {
  sample of = sample_of(wanted_class::issuable, "retired");
  of.is().pass.replaced_after_loss = 1;
  of.is().pass.deleted = true;
  const actual forgotten = reconcile(of.at());
  EXPECT_FALSE(forgotten.pass.plan.has_value());
  EXPECT_EQ(forgotten.pass.replaced_after_loss, 1);
  of.is().pass.missed_at = noon - hours{1};
  EXPECT_EQ(reconcile(of.at()).pass.replaced_after_loss, 2);
  of.is().pass.secret = secret_state::verified;
  EXPECT_TRUE(reconcile(of.at()).pass.plan.has_value());
  of.is().pass.secret = secret_state::unverified;
  EXPECT_TRUE(reconcile(of.at()).pass.plan.has_value());
  of.is().pass.secret = secret_state::none;
  EXPECT_FALSE(reconcile(of.at()).pass.plan.has_value());
  for (const step_kind kind :
       {step_kind::issue_pass, step_kind::publish_secret, step_kind::refresh_secret}) {
    of.is().attempts = {{step_id{1}, kind, noon, noon + tick}};
    EXPECT_TRUE(reconcile(of.at()).pass.plan.has_value());
  }
  of.is().attempts = {{step_id{1}, step_kind::enable_account, noon, noon + tick}};
  EXPECT_FALSE(reconcile(of.at()).pass.plan.has_value());
}

TEST(Intent, KeepsWhatARepeatMustKeep) {
  sample of = sample_of(wanted_class::near, "looked");
  step create{.id = step_id{3}, .kind = step_kind::create_account, .attributes = *of.facts.who};
  actual is = intend(of.at(), create);
  EXPECT_EQ(is.next_step, 4U);
  EXPECT_EQ(is.account.reserved, *of.facts.who);
  EXPECT_EQ(is.account.attempted_at, noon);
  EXPECT_EQ(is.attempts,
            (std::vector<attempt>{{create.id, step_kind::create_account, noon, std::nullopt}}));
  EXPECT_FALSE(is.lockout.begun_at.has_value());
  of.is().account.attempted_at = noon - hours{1};
  EXPECT_EQ(intend(of.at(), create).account.attempted_at, noon - hours{1});
  of.is().next_step = 9;
  EXPECT_EQ(intend(of.at(), create).next_step, 9U);
}

TEST(Intent, DrawsANewPlanForAnIssue) {
  sample of = sample_of(wanted_class::issuable, "enabled+looked");
  of.is().pass.replaced_after_loss = 2;
  of.is().pass.id = pass_id("old");
  step issue{.id = step_id{3}, .kind = step_kind::issue_pass};
  issue.plan.secret = secret_name("fresh");
  const actual is = intend(of.at(), issue);
  EXPECT_EQ(is.pass.plan, issue.plan);
  EXPECT_EQ(is.pass.attempted_at, noon);
  EXPECT_EQ(is.pass.replaced_after_loss, 2);
  EXPECT_TRUE(is.pass.id.empty());
}

TEST(Intent, TakesASecretForReadableFromThePublishOn) {
  sample of = sample_of(wanted_class::issuable, "issued+code");
  const actual is = intend(of.at(), {.id = step_id{3}, .kind = step_kind::publish_secret});
  EXPECT_EQ(is.pass.secret, secret_state::unverified);
}

TEST(Intent, OfALookOrAnEffectIsOnlyItsNumber) {
  sample of = sample_of(wanted_class::issuable, "enabled");
  const step urgent{.id = step_id{1}, .kind = step_kind::revoke_sessions, .urgent = true};
  actual is = intend(of.at(), urgent);
  EXPECT_TRUE(is.attempts.empty());
  EXPECT_EQ(is.lockout.begun_at, noon);
  of.is().lockout.begun_at = noon - hours{1};
  EXPECT_EQ(intend(of.at(), urgent).lockout.begun_at, noon - hours{1});
}

}  // namespace
}  // namespace daypass::planner

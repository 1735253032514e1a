// The directory port's contract, over the fake and over Microsoft Graph as the simulator plays it.

#include "directory_harness.hpp"

#include "daypass/domain/refusal.hpp"

namespace daypass::contract {
namespace {

using namespace std::chrono_literals;

class DirectoryContract : public testing::TestWithParam<named_directory> {
 protected:
  DirectoryContract() { EXPECT_TRUE(initialise_secret_memory(1 << 18)); }

  static member_attributes member(const std::string& name, const std::string& number) {
    member_attributes wanted;
    wanted.user_principal_name = name + "@contoso.example";
    wanted.mail_nickname = name;
    wanted.display_name = name;
    wanted.employee_id = number;
    wanted.department = "Sales";
    wanted.usage_location = "DE";
    return wanted;
  }

  user_id create(const std::string& name, const std::string& number) {
    auto made = world->run(port.create_account(member(name, number), world->options()));
    EXPECT_TRUE(made);
    return made ? made->id : user_id();
  }

  pass_plan plan(duration ahead) {
    pass_plan wanted;
    wanted.start_at = std::chrono::floor<seconds>(world->time().now() + ahead);
    wanted.lifetime = 60min;
    return wanted;
  }

  template <typename T>
  static void expect_refused(const result<T>& outcome, refusal code) {
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, code) << outcome.error().what;
    EXPECT_EQ(outcome.error().kind, failure::permanent);
  }

  template <typename T>
  static void expect_unknown(const result<T>& outcome) {
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, failure::unknown_effect);
    EXPECT_EQ(outcome.error().code, refusal::no_answer);
  }

  std::unique_ptr<directory_harness> world = GetParam().make();
  directory& port = world->port();
};

TEST_P(DirectoryContract, CreatesADisabledMemberThatALookFinds) {
  const user_id ann = create("ann.lee", "E1");
  for (const auto& [upn, number] :
       {std::pair{"ANN.LEE@contoso.example", ""}, {"", "E1"}, {"ann.lee@contoso.example", "E1"}}) {
    const auto seen = world->run(port.look_account(upn, number, world->options()));
    ASSERT_TRUE(seen) << seen.error().what;
    ASSERT_EQ(seen->size(), 1U);
    EXPECT_EQ(seen->front().id, ann);
    EXPECT_EQ(seen->front().employee_id, "E1");
    EXPECT_FALSE(seen->front().enabled);
    EXPECT_TRUE(seen->front().member);
    EXPECT_FALSE(seen->front().soft_deleted);
    EXPECT_LE(std::chrono::abs(seen->front().created_at - world->time().now()), 5s);
  }
  EXPECT_TRUE(
      world->run(port.look_account("bob@contoso.example", "E2", world->options()))->empty());
}

TEST_P(DirectoryContract, SeesEveryHolderOfEitherName) {
  const user_id ann = world->add_account("ann@contoso.example", "E1");
  const user_id bob = world->add_account("bob@contoso.example", "E2");
  const auto seen = world->run(port.look_account("ann@contoso.example", "E2", world->options()));
  ASSERT_TRUE(seen);
  ASSERT_EQ(seen->size(), 2U);
  EXPECT_TRUE((*seen)[0].enabled);
  EXPECT_NE((*seen)[0].id, (*seen)[1].id);
}

TEST_P(DirectoryContract, RefusesASecondHolderOfAName) {
  create("ann", "E1");
  expect_refused(world->run(port.create_account(member("Ann", "E2"), world->options())),
                 refusal::conflict);
}

TEST_P(DirectoryContract, ShowsSoftDeletedHoldersWhenNoneIsLive) {
  const user_id ann = create("ann", "E1");
  world->remove_account(ann);
  const auto seen = world->run(port.look_account("ann@contoso.example", "E1", world->options()));
  ASSERT_TRUE(seen);
  ASSERT_EQ(seen->size(), 1U);
  EXPECT_TRUE(seen->front().soft_deleted);
  const auto read = world->run(port.read_account(ann, world->options()));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 1U);
  EXPECT_TRUE(read->front().soft_deleted);
  world->add_account("other@contoso.example", "E1");
  const auto live = world->run(port.look_account("ann@contoso.example", "E1", world->options()));
  ASSERT_EQ(live->size(), 1U);
  EXPECT_FALSE(live->front().soft_deleted);
}

TEST_P(DirectoryContract, ReadsNothingOfAnUnknownAccount) {
  const user_id nobody("11111111-2222-4333-8444-555555555555");
  const auto read = world->run(port.read_account(nobody, world->options()));
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->empty());
  expect_refused(world->run(port.set_enabled(nobody, true, world->options())), refusal::not_found);
  expect_refused(world->run(port.look_methods(nobody, world->options())), refusal::not_found);
  expect_refused(world->run(port.issue_pass(nobody, plan(1h), world->options())),
                 refusal::not_found);
}

TEST_P(DirectoryContract, EnablesAndDisables) {
  const user_id ann = create("ann", "E1");
  for (const bool enabled : {true, true, false}) {
    EXPECT_TRUE(world->run(port.set_enabled(ann, enabled, world->options())));
    EXPECT_EQ(world->run(port.read_account(ann, world->options()))->front().enabled, enabled);
  }
}

TEST_P(DirectoryContract, UpdatesAttributesButNotTheName) {
  const user_id ann = create("ann", "E1");
  member_attributes changed = member("renamed", "E7");
  changed.department.clear();
  EXPECT_EQ(world->department_of(ann), "Sales");
  EXPECT_TRUE(world->run(port.update_account(ann, changed, world->options())));
  const auto read = world->run(port.read_account(ann, world->options()));
  EXPECT_EQ(read->front().user_principal_name, "ann@contoso.example");
  EXPECT_EQ(read->front().employee_id, "E7");
  EXPECT_EQ(world->department_of(ann), "");
}

TEST_P(DirectoryContract, LinksAManagerOnceThereIsOne) {
  const user_id ann = create("ann", "E1");
  auto linked = world->run(port.link_manager(ann, "M1", world->options()));
  ASSERT_TRUE(linked);
  EXPECT_FALSE(*linked);
  const user_id boss = world->add_account("boss@contoso.example", "M1");
  for (const char* name : {"M1", "boss@contoso.example"}) {
    linked = world->run(port.link_manager(ann, name, world->options()));
    ASSERT_TRUE(linked) << linked.error().what;
    EXPECT_TRUE(*linked);
    EXPECT_EQ(world->manager_of(ann), boss.text());
  }
}

TEST_P(DirectoryContract, TellsWhoHoldsAnAddressNow) {
  auto holders = world->run(port.look_address("boss@contoso.example", world->options()));
  ASSERT_TRUE(holders) << holders.error().what;
  EXPECT_TRUE(holders->empty());
  const user_id boss = world->add_account("boss@contoso.example", "M1");
  holders = world->run(port.look_address("BOSS@contoso.example", world->options()));
  ASSERT_TRUE(holders) << holders.error().what;
  ASSERT_EQ(holders->size(), 1U);
  EXPECT_EQ(holders->front().id, boss);
  EXPECT_TRUE(holders->front().enabled);
  EXPECT_TRUE(holders->front().member);
  ASSERT_TRUE(world->run(port.set_enabled(boss, false, world->options())));
  holders = world->run(port.look_address("boss@contoso.example", world->options()));
  ASSERT_TRUE(holders && holders->size() == 1);
  EXPECT_FALSE(holders->front().enabled);
  world->remove_account(boss);
  holders = world->run(port.look_address("boss@contoso.example", world->options()));
  ASSERT_TRUE(holders);
  EXPECT_TRUE(holders->empty());
}

TEST_P(DirectoryContract, JoinsAGroupOnceAndAgain) {
  const user_id ann = create("ann", "E1");
  const std::string group = world->add_group();
  EXPECT_TRUE(world->run(port.join_group(ann, group, world->options())));
  EXPECT_TRUE(world->run(port.join_group(ann, group, world->options())));
  const std::string unknown = "99999999-2222-4333-8444-555555555555";
  expect_refused(world->run(port.join_group(ann, unknown, world->options())), refusal::not_found);
}

TEST_P(DirectoryContract, GathersEvidence) {
  const user_id ann = world->add_account("ann@contoso.example", "E1");
  auto found = world->run(port.gather_evidence(ann, world->options()));
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_EQ(found->account.id, ann);
  EXPECT_TRUE(found->only_password);
  EXPECT_FALSE(found->has_role);
  world->register_method(ann);
  world->assign_role(ann);
  found = world->run(port.gather_evidence(ann, world->options()));
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->only_password);
  EXPECT_TRUE(found->has_role);
  world->forbid_next();
  EXPECT_FALSE(world->run(port.gather_evidence(ann, world->options())));
}

TEST_P(DirectoryContract, IssuesAPassThatOpensFromItsStartOn) {
  const user_id ann = create("ann", "E1");
  EXPECT_TRUE(world->run(port.set_enabled(ann, true, world->options())));
  const pass_plan wanted = plan(2h);
  auto issued = world->run(port.issue_pass(ann, wanted, world->options()));
  ASSERT_TRUE(issued) << issued.error().what;
  const std::string code(issued->code.expose());
  EXPECT_GE(code.size(), 8U);
  EXPECT_EQ(issued->pass.start_at, wanted.start_at);
  EXPECT_EQ(issued->pass.usability, pass_usability::not_yet_valid);
  const auto seen = world->run(port.look_methods(ann, world->options()));
  ASSERT_TRUE(seen);
  EXPECT_FALSE(seen->strong_method);
  ASSERT_EQ(seen->passes.size(), 1U);
  EXPECT_EQ(seen->passes[0].id, issued->pass.id);
  EXPECT_EQ(seen->passes[0].start_at, wanted.start_at);
  EXPECT_EQ(seen->passes[0].lifetime, wanted.lifetime);
  EXPECT_FALSE(world->sign_in(ann, code));
  world->time().step(2h);
  EXPECT_EQ(world->run(port.look_methods(ann, world->options()))->passes[0].usability,
            pass_usability::enabled);
  EXPECT_TRUE(world->sign_in(ann, code));
  world->time().step(1h);
  EXPECT_EQ(world->run(port.look_methods(ann, world->options()))->passes[0].usability,
            pass_usability::expired);
}

TEST_P(DirectoryContract, StartsAPassAtOnceAndUsesAOneTimePassUp) {
  const user_id ann = create("ann", "E1");
  EXPECT_TRUE(world->run(port.set_enabled(ann, true, world->options())));
  pass_plan wanted = plan(-1h);
  wanted.starts_at_once = true;
  wanted.one_time = true;
  const auto issued = world->run(port.issue_pass(ann, wanted, world->options()));
  ASSERT_TRUE(issued) << issued.error().what;
  EXPECT_TRUE(world->sign_in(ann, std::string(issued->code.expose())));
  const auto seen = world->run(port.look_methods(ann, world->options()));
  EXPECT_EQ(seen->passes[0].usability, pass_usability::one_time_used);
  world->register_method(ann);
  EXPECT_TRUE(world->run(port.look_methods(ann, world->options()))->strong_method);
}

TEST_P(DirectoryContract, ReplacesAPassSilentlyAndDeletesOnlyTheOneNamed) {
  const user_id ann = create("ann", "E1");
  const auto first = world->run(port.issue_pass(ann, plan(1h), world->options()));
  const auto second = world->run(port.issue_pass(ann, plan(1h), world->options()));
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->pass.id, second->pass.id);
  const auto replaced = world->run(port.delete_pass(ann, first->pass.id, world->options()));
  ASSERT_FALSE(replaced);
  EXPECT_EQ(replaced.error().code, refusal::not_found);
  EXPECT_EQ(world->run(port.look_methods(ann, world->options()))->passes.size(), 1U);
  EXPECT_TRUE(world->run(port.delete_pass(ann, second->pass.id, world->options())));
  const auto gone = world->run(port.delete_pass(ann, second->pass.id, world->options()));
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, refusal::not_found);
  EXPECT_EQ(gone.error().kind, failure::permanent);
  EXPECT_TRUE(world->run(port.look_methods(ann, world->options()))->passes.empty());
}

TEST_P(DirectoryContract, KeepsToThePolicy) {
  const user_id ann = create("ann", "E1");
  tenant_pass_policy policy;
  policy.lifetime_max = 90min;
  policy.one_time_only = true;
  world->set_policy(policy);
  auto read = world->run(port.read_pass_policy(world->options()));
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->lifetime_max, 90min);
  EXPECT_TRUE(read->one_time_only);
  EXPECT_TRUE(read->enabled);
  expect_refused(world->run(port.issue_pass(ann, plan(1h), world->options())),
                 refusal::policy_one_time);
  policy.one_time_only = false;
  world->set_policy(policy);
  pass_plan longer = plan(1h);
  longer.lifetime = 91min;
  expect_refused(world->run(port.issue_pass(ann, longer, world->options())),
                 refusal::policy_lifetime);
  policy.enabled = false;
  world->set_policy(policy);
  expect_refused(world->run(port.issue_pass(ann, plan(1h), world->options())),
                 refusal::policy_scope);
  world->forbid_next();
  expect_refused(world->run(port.read_pass_policy(world->options())), refusal::forbidden);
}

TEST_P(DirectoryContract, RevokesSessions) {
  const user_id ann = create("ann", "E1");
  EXPECT_TRUE(world->run(port.revoke_sessions(ann, world->options())));
  EXPECT_TRUE(world->run(port.revoke_sessions(ann, world->options())));
}

TEST_P(DirectoryContract, CallsALostAnswerUnknown) {
  world->run(port.look_account("x@contoso.example", "", world->options()));
  world->lose_next_answer();
  expect_unknown(world->run(port.create_account(member("ann", "E1"), world->options())));
  const auto seen = world->run(port.look_account("ann@contoso.example", "", world->options()));
  ASSERT_EQ(seen->size(), 1U);
  const user_id ann = seen->front().id;
  world->lose_next_answer();
  expect_unknown(world->run(port.issue_pass(ann, plan(1h), world->options())));
  EXPECT_EQ(world->run(port.look_methods(ann, world->options()))->passes.size(), 1U);
  world->lose_next_answer();
  expect_unknown(world->run(port.set_enabled(ann, true, world->options())));
  EXPECT_TRUE(world->run(port.read_account(ann, world->options()))->front().enabled);
}

TEST_P(DirectoryContract, CallsALostRequestUnknownTooButNotALostRead) {
  world->lose_next_request();
  expect_unknown(world->run(port.create_account(member("ann", "E1"), world->options())));
  EXPECT_TRUE(world->run(port.look_account("ann@contoso.example", "", world->options()))->empty());
  world->lose_next_answer();
  const auto look = world->run(port.look_account("ann@contoso.example", "", world->options()));
  ASSERT_FALSE(look);
  EXPECT_EQ(look.error().kind, failure::retryable);
}

TEST_P(DirectoryContract, SendsNothingThatComesTooLate) {
  call_options late = world->options();
  late.send_before = world->time().steady_now();
  const auto made = world->run(port.create_account(member("ann", "E1"), late));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, failure::cancelled) << made.error().what;
  EXPECT_TRUE(world->run(port.look_account("ann@contoso.example", "", world->options()))->empty());
}

TEST_P(DirectoryContract, HoldsTheLaneWhenAPermissionIsMissing) {
  world->forbid_next();
  const auto made = world->run(port.create_account(member("ann", "E1"), world->options()));
  expect_refused(made, refusal::forbidden);
  EXPECT_EQ(made.error().scope, failure_scope::lane);
}

INSTANTIATE_TEST_SUITE_P(Directories, DirectoryContract,
                         testing::Values(named_directory{"Memory", make_memory_harness},
                                         named_directory{"Graph", make_graph_harness}),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace daypass::contract

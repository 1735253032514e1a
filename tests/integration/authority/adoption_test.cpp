// Design 5.2 and 5.7: an account of someone else's is adopted only if the profile or an operator
// allows it, with evidence that is read then and again right before each issue.

#include "integration/authority/authority_test.hpp"

namespace daypass::integration {
namespace {

class Adoption : public authority_test {
 protected:
  static constexpr const char* adopting = "adopt = true\ncreate_ahead = \"20d\"";

  /// A fit account that someone made for Ann, and the day before the issue.
  void be_adopted() {
    employ("ann@contoso.example", "E1");
    advance(minutes{5});
    announce("E1");
    advance_to(activation - days{3});
    ASSERT_EQ(world().find("E1")->is.account.origin, account_origin::adopted)
        << world().story_of("E1");
  }
  /// Permissions as they are, less those.
  void forbid(std::initializer_list<std::string_view> names) {
    auto& granted = world().graph().state().set.permissions;
    for (const std::string_view name : names) std::erase(granted, name);
  }
};

TEST_F(Adoption, OfAFitAccountGivesOnePass) {
  opens({.standard_profile = adopting});
  be_adopted();
  advance_to(pass_issued);
  expect_ready("E1");
  EXPECT_EQ(accounts_ever(), 1U);
}

TEST_F(Adoption, ByOrderWorksOnce) {
  employ("ann@contoso.example", "E1");
  announce("E1");
  advance_to(account_made);
  expect_parked("E1", reason::account_conflict);
  world().order("E1", order_kind::adopt);
  advance_to(pass_issued);
  expect_ready("E1");
}

struct change_meanwhile {
  std::string name;
  std::function<void(company&)> happens;
};

/// What may happen to an adopted account before its pass is issued.
class AdoptedAndChanged : public Adoption, public testing::WithParamInterface<change_meanwhile> {};
INSTANTIATE_TEST_SUITE_P(
    Changes, AdoptedAndChanged,
    testing::Values(
        change_meanwhile{"GainedARole",
                         [](company& world) { world.act("assign_role", {{"principal", "E1"}}); }},
        change_meanwhile{"BecameEligible",
                         [](company& world) {
                           world.act("assign_role", {{"principal", "E1"}, {"eligible", true}});
                         }},
        change_meanwhile{"JoinedARoleAssignableGroup",
                         [](company& world) {
                           const json made = world.act("create_group", {{"role_assignable", true}});
                           world.act("add_member", {{"group", made["id"]}, {"principal", "E1"}});
                         }},
        change_meanwhile{"RegisteredAKey",
                         [](company& world) { world.act("register_method", {{"user", "E1"}}); }},
        change_meanwhile{"BecameAGuest",
                         [](company& world) {
                           world.act("set_properties",
                                     {{"user", "E1"}, {"properties", {{"userType", "Guest"}}}});
                         }},
        change_meanwhile{"Synchronised",
                         [](company& world) {
                           world.act(
                               "set_properties",
                               {{"user", "E1"}, {"properties", {{"onPremisesSyncEnabled", true}}}});
                         }}),
    [](const auto& each) { return each.param.name; });

TEST_P(AdoptedAndChanged, GetsNoPass) {
  opens({.standard_profile = adopting});
  be_adopted();
  GetParam().happens(world());
  advance_to(pass_usable);
  expect_parked("E1", reason::adoption_refused);
  expect_no_pass("E1");
  EXPECT_EQ(passes_ever("E1"), 0U);
}

TEST_P(AdoptedAndChanged, GetsNoSecondPassEither) {
  opens({.standard_profile = adopting});
  be_adopted();
  advance_to(pass_issued);
  expect_ready("E1");
  GetParam().happens(world());
  change("E1", {{"startDate", "2026-12-16"}});  // The pass is replaced.
  advance_to(activation + days{2});
  EXPECT_EQ(passes_ever("E1"), 1U) << world().story_of("E1");
  expect_no_pass("E1");
}

TEST_F(Adoption, StopsWhenARoleIsGainedBetweenTheLastLookAndTheIssue) {
  opens({.standard_profile = adopting});
  be_adopted();
  // Roles are read anew for each issue: the second read of them is the one before the issue.
  world().link().at_arrival_of("GET", "/roleAssignments",
                               [&] { act("assign_role", {{"principal", "E1"}}); });
  advance_to(pass_usable);
  expect_parked("E1", reason::adoption_refused);
  EXPECT_EQ(passes_ever("E1"), 0U);
}

/// Each permission that a part of the evidence needs: what can't be read is not proved.
class EvidenceRefused : public Adoption,
                        public testing::WithParamInterface<std::pair<std::string, std::string>> {};
INSTANTIATE_TEST_SUITE_P(Reads, EvidenceRefused,
                         testing::Values(std::pair("Roles", "role.assignments"),
                                         std::pair("Eligibilities", "role.eligibilities"),
                                         std::pair("GroupEligibilities", "group.eligibilities"),
                                         std::pair("Groups", "member_of.transitive"),
                                         std::pair("Methods", "methods.list")),
                         [](const auto& each) { return each.param.first; });

TEST_P(EvidenceRefused, IsNotProof) {
  opens({.standard_profile = adopting});
  employ("ann@contoso.example", "E1");
  world().graph().state().faults.add({.kind = GetParam().second,
                                      .times = 0,
                                      .what = {.name = "status",
                                               .takes_effect = entra_simulator::effect::none,
                                               .status = 403,
                                               .code = "Authorization_RequestDenied"}});
  announce("E1");
  advance_to(pass_usable);
  expect_parked("E1", reason::adoption_refused);
  expect_no_pass("E1");
  EXPECT_EQ(passes_ever("E1"), 0U);
}

TEST_F(Adoption, EligibilityForAGroupThatMayHoldRolesIsARole) {
  opens({.standard_profile = adopting});
  employ("ann@contoso.example", "E1");
  const json made = act("create_group", {{"role_assignable", true}});
  act("make_eligible_member", {{"group", made["id"]}, {"principal", "E1"}});
  announce("E1");
  advance_to(pass_usable);
  expect_parked("E1", reason::adoption_refused);
  expect_no_pass("E1");
}

}  // namespace
}  // namespace daypass::integration

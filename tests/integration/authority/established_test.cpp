// Design 5.7: whoever can write to the topic gains no pass for, and changes nothing of, an account
// that is not a new hire of ours.

#include "integration/authority/authority_test.hpp"

namespace daypass::integration {
namespace {

/// Who works here already, in every way that adoption refuses.
struct colleague {
  std::string name;
  std::function<void(authority_test&, company&)> become;
  json properties = json::object();
  bool external_guest = false;
  duration worked_here{0};
};

std::vector<colleague> colleagues() {
  const auto with_role = [](bool eligible) {
    return [eligible](authority_test&, company& world) {
      world.act("assign_role", {{"principal", "E1"}, {"eligible", eligible}});
    };
  };
  const auto through_group = [](authority_test&, company& world) {
    const json made = world.act("create_group", {{"role_assignable", true}});
    world.act("add_member", {{"group", made["id"]}, {"principal", "E1"}});
    world.act("assign_role", {{"principal", made["id"]}});
  };
  const auto with_key = [](authority_test&, company& world) {
    world.act("register_method", {{"user", "E1"}, {"type", "fido2"}});
  };
  const auto with_mail = [](authority_test&, company& world) {
    world.act("register_method", {{"user", "E1"}, {"type", "email"}});
  };
  return {{"StrongMethod", with_key},
          {"EmailMethod", with_mail},
          {"ActiveRole", with_role(false)},
          {"EligibleRole", with_role(true)},
          {"RoleThroughAGroup", through_group},
          {"Synchronised", {}, {{"onPremisesSyncEnabled", true}}},
          {"InternalGuest", {}, {{"userType", "Guest"}}},
          {"ExternalGuest", {}, {}, true},
          {"TooOld", {}, {}, false, days{5}}};
}

class ForgedEvent : public authority_test, public testing::WithParamInterface<colleague> {
 protected:
  void employ_colleague() {
    const colleague& who = GetParam();
    json properties = who.properties;
    properties["userPrincipalName"] = "bob@contoso.example";
    properties["employeeId"] = "E1";
    act("create_user", {{"properties", properties}, {"external_guest", who.external_guest}});
    if (who.become) who.become(*this, world());
    advance(minutes{5} + who.worked_here);
  }
};
INSTANTIATE_TEST_SUITE_P(Colleagues, ForgedEvent, testing::ValuesIn(colleagues()),
                         [](const auto& each) { return each.param.name; });

TEST_P(ForgedEvent, GetsNoPassByTheEmployeeId) {
  employ_colleague();
  const json before = portrait("bob@contoso.example");
  announce("E1");
  advance_to(pass_usable);
  expect_parked("E1", reason::account_conflict);
  expect_no_pass("bob@contoso.example");
  expect_untouched("bob@contoso.example", before);
}

TEST_P(ForgedEvent, GetsNoPassByTheUserPrincipalName) {
  employ_colleague();
  const json before = portrait("bob@contoso.example");
  announce("E2", {{"userPrincipalName", "Bob@contoso.example"}});
  advance_to(pass_usable);
  expect_parked("E2", reason::account_conflict);
  expect_no_pass("bob@contoso.example");
  expect_untouched("bob@contoso.example", before);
}

TEST_P(ForgedEvent, GetsNoPassWhereTheProfileAdopts) {
  opens({.standard_profile = "adopt = true\nadopt_younger_than = \"3d\"\ncreate_ahead = \"30d\""});
  employ_colleague();
  const json before = portrait("bob@contoso.example");
  announce("E1");
  advance_to(pass_usable);
  expect_parked("E1", reason::adoption_refused);
  expect_no_pass("bob@contoso.example");
  expect_untouched("bob@contoso.example", before);
}

TEST_P(ForgedEvent, GetsNoPassAfterAMistakenAdoptOrder) {
  opens({.standard_profile = "adopt_younger_than = \"3d\"\ncreate_ahead = \"30d\""});
  employ_colleague();
  const json before = portrait("bob@contoso.example");
  announce("E1");
  advance(hours{1});
  expect_parked("E1", reason::account_conflict);
  world().order("E1", order_kind::adopt);
  advance_to(pass_usable);
  expect_parked("E1", reason::adoption_refused);
  expect_untouched("bob@contoso.example", before);
}

TEST_P(ForgedEvent, RescindedLocksNobodyOut) {
  employ_colleague();
  const json before = portrait("bob@contoso.example");
  announce("E1");
  announce("E2", {{"userPrincipalName", "bob@contoso.example"}});
  advance_to(account_made);
  rescind("E1");
  rescind("E2");
  rescind("E3");  // Never announced.
  advance_to(window_over);
  expect_untouched("bob@contoso.example", before);
  EXPECT_TRUE(account("bob@contoso.example")->enabled());
}

class Established : public authority_test {
 protected:
  /// Ann's own first days, up to a window that is over.
  void take_on(bool registers) {
    announce("E1");
    advance_to(pass_usable);
    if (registers) start_work("E1");
    advance_to(window_over);
    expect_settled("E1", registers ? ending::registered : ending::unknown);
    act("set_properties", {{"user", "E1"}, {"properties", {{"department", "Ships"}}}});
  }
};

TEST_F(Established, TheHolderOfATemplatesNameIsPassedByWithTheNextNumber) {
  employ("ann.lee@contoso.example", "E7");
  const json before = portrait("E7");
  announce("E1", {{"surname", "Lee"}});
  advance_to(pass_issued);
  expect_ready("E1");
  EXPECT_EQ(account("E1")->upn(), "ann.lee1@contoso.example");
  expect_untouched("E7", before);
}

TEST_F(Established, OursGetsANewPassForFiveDaysAndNotLonger) {
  take_on(false);
  advance_to(activation + days{4});
  change("E1", {{"startDate", "2026-12-23"}});  // Its pass would be issued on the 21st.
  advance_to(activation + days{9});
  expect_parked("E1", reason::established);
  expect_no_pass("E1");
  EXPECT_EQ(passes_ever("E1"), 1U);
}

TEST_F(Established, OursGetsANewPassWithinFiveDays) {
  take_on(false);
  change("E1", {{"startDate", "2026-12-16"}});
  advance(hours{1});
  expect_ready("E1", activation + days{2});
  EXPECT_EQ(passes_ever("E1"), 2U);
}

TEST_F(Established, OursGetsNoneOnceAStrongMethodWasSeen) {
  take_on(true);
  const json before = portrait("E1");
  change("E1", {{"startDate", "2026-12-16"}});
  announce("E1", {{"startDate", "2026-12-17"}});
  advance_to(activation + days{4});
  expect_parked("E1", reason::established);
  expect_no_pass("E1");
  expect_untouched("E1", before);
}

TEST_F(Established, ALaterEventParksAndChangesNothing) {
  take_on(true);
  advance_to(activation + days{100});
  const json before = portrait("E1");
  announce("E1", {{"startDate", "2027-03-26"}, {"surname", "Forged"}});
  change("E1", {{"managerEmployeeId", "E9"}});
  advance(days{5});
  expect_parked("E1", reason::established);
  EXPECT_TRUE(reported_parked("E1", reason::established));
  expect_no_pass("E1");
  expect_untouched("E1", before);
}

TEST_F(Established, ARehireNeedsAnOrder) {
  take_on(false);
  advance_to(activation + days{100});
  announce("E1", {{"startDate", "2027-03-26"}});
  world().order("E1", order_kind::retry);
  advance(hours{1});
  expect_parked("E1", reason::established);
  expect_no_pass("E1");
  EXPECT_EQ(passes_ever("E1"), 1U);
  world().order("E1", order_kind::reissue);
  const instant again = std::chrono::sys_days{std::chrono::year{2027} / 3 / 26} + hours{7};
  advance_to(again - hours{40});
  expect_ready("E1", again);
}

TEST_F(Established, ARehireWhoStillHasAStrongMethodGetsNoPassEvenByOrder) {
  take_on(true);
  advance_to(activation + days{100});
  announce("E1", {{"startDate", "2027-03-26"}});
  world().order("E1", order_kind::reissue);
  advance(days{20});
  expect_parked("E1", reason::strong_method_found);
  expect_no_pass("E1");
}

TEST_F(Established, AStrongMethodSeenRightBeforeTheIssueForbidsIt) {
  announce("E1");
  advance_to(activation - hours{48} - minutes{5});
  EXPECT_FALSE(account("E1")->enabled());
  act("register_method", {{"user", "E1"}, {"type", "windowsHelloForBusiness"}});
  advance_to(pass_usable);
  expect_parked("E1", reason::strong_method_found);
  expect_no_pass("E1");
  EXPECT_EQ(passes_ever("E1"), 0U);
}

TEST_F(Established, AnAccountMadeByOthersWhileOursWasUnderWayIsNotOurs) {
  announce("E1", {{"surname", "Lee"}});
  // Another provisioning tool is a moment faster than our create, which is refused.
  world().link().at_arrival_of("POST", "/users", [&] { employ("ann.lee@contoso.example", "E1"); });
  advance_to(pass_usable);
  expect_parked("E1", reason::account_conflict);
  expect_no_pass("ann.lee@contoso.example");
  EXPECT_EQ(accounts_ever(), 1U);
}

}  // namespace
}  // namespace daypass::integration

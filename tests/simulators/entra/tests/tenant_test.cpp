#include "simulators/entra/logic/odata_filter.hpp"
#include "simulators/entra/tests/tenant_fixture.hpp"

namespace daypass::entra_simulator {
namespace {

class Directory : public Tenant {};

TEST_F(Directory, RolesActiveEligibleAndThroughAGroup) {
  const std::string id = create("ada");
  const std::string group =
      act("create_group", {{"display_name", "Helpdesk"}, {"role_assignable", true}})
          .value("id", "");
  act("add_member", {{"group", group}, {"principal", id}});
  act("assign_role", {{"principal", group}});
  act("assign_role", {{"principal", id}, {"eligible", true}});
  const auto count = [&](const std::string& set, const std::string& principal) {
    return get("/v1.0/roleManagement/directory/" + set + "?$filter=principalId%20eq%20'" +
               principal + "'")
        .body["value"]
        .size();
  };
  EXPECT_EQ(count("roleAssignments", id), 0U);
  EXPECT_EQ(count("roleAssignments", group), 1U);
  EXPECT_EQ(count("roleEligibilityScheduleInstances", id), 1U);
  EXPECT_EQ(get("/v1.0/users/" + id + "/memberOf").body["value"].size(), 1U);
  EXPECT_EQ(get("/v1.0/users/" + id + "/transitiveMemberOf/microsoft.graph.directoryRole")
                .body["value"]
                .size(),
            1U);
  EXPECT_EQ(remove("/v1.0/users/" + id).status, 403);
}

TEST_F(Directory, EligibilityForAGroupIsListedByPrincipal) {
  const std::string id = create("ada");
  const json group = act("create_group", {{"role_assignable", true}});
  act("make_eligible_member", {{"group", group["id"]}, {"principal", id}});
  const std::string path =
      "/v1.0/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances";
  const reply mine = get(path + "?$filter=principalId%20eq%20'" + id + "'");
  ASSERT_EQ(mine.body["value"].size(), 1U) << mine.text;
  EXPECT_EQ(mine.body["value"][0]["groupId"], group["id"]);
  EXPECT_EQ(get(path + "?$filter=principalId%20eq%20'x'").body["value"].size(), 0U);
  EXPECT_EQ(get(path).status, 400);
  EXPECT_TRUE(get("/v1.0/users/" + id + "/transitiveMemberOf").body["value"].empty());
}

TEST_F(Directory, GroupMembersAreAddedByReferenceOnce) {
  const std::string id = create("ada");
  const std::string group = act("create_group", json::object()).value("id", "");
  const json body{{"@odata.id", "https://graph.microsoft.com/v1.0/directoryObjects/" + id}};
  const std::string members = "/v1.0/groups/" + group + "/members/$ref";
  EXPECT_EQ(post(members, body).status, 204);
  const reply again = post(members, body);
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(again.message(),
            "One or more added object references already exist for the following modified "
            "properties: 'members'.");
  EXPECT_EQ(get("/v1.0/groups/" + group + "/members").body["value"].size(), 1U);
  EXPECT_EQ(remove("/v1.0/groups/" + group + "/members/" + id + "/$ref").status, 204);
  EXPECT_EQ(post(members, {{"@odata.id", "elsewhere"}}).status, 400);
}

TEST_F(Directory, OrganizationAndDomains) {
  const reply organization = get("/v1.0/organization");
  EXPECT_EQ(organization.body["value"][0]["id"], identity{}.tenant_id);
  EXPECT_EQ(get("/v1.0/domains").body["value"][0]["id"], "contoso.example");
}

TEST_F(Directory, ClockOffsetMovesDateAndCreatedDateTime) {
  set().clock_offset = minutes{5};
  const std::string id = create("ada");
  const reply read = get("/v1.0/users/" + id + "?$select=createdDateTime");
  EXPECT_EQ(read.body["createdDateTime"], "2026-11-21T10:05:00Z");
  EXPECT_EQ(read.header_of("Date"), "Sat, 21 Nov 2026 10:05:00 GMT");
}

TEST_F(Directory, AnswersCarryTheRequestsIds) {
  const reply read = call_graph("GET", "/v1.0/domains", nullptr, {{"client-request-id", "mine"}});
  EXPECT_EQ(read.header_of("client-request-id"), "mine");
  EXPECT_EQ(read.header_of("request-id").size(), 36U);
  EXPECT_FALSE(read.header_of("x-ms-ags-diagnostic").empty());
}

TEST_F(Directory, UnknownPathsAndMethods) {
  EXPECT_EQ(get("/v1.0/teapots").status, 404);
  EXPECT_EQ(get("/").status, 404);
  EXPECT_EQ(call_graph("PUT", "/v1.0/users").status, 405);
}

TEST_F(Directory, HistoryTellsWhetherAnEmployeeEverHadTwoAccounts) {
  create("ada");
  json second = hire("bob");
  second["employeeId"] = "E-ada";
  ASSERT_EQ(post("/v1.0/users", second).status, 201);
  static_cast<void>(remove("/v1.0/users/bob@contoso.example"));
  const json several = look("employees?several=1");
  ASSERT_EQ(several.size(), 1U);
  EXPECT_EQ(several[0]["accounts_most"], 2);
  EXPECT_EQ(several[0]["accounts_now"], 1);
  EXPECT_EQ(look("summary")["employees_with_several_accounts"], 1);
}

struct filter_case {
  const char* text;
  bool good;
  bool advanced;
};

TEST(ODataFilter, TakesTheDirectorysGrammar) {
  const filter_case cases[] = {
      {"employeeId eq '1'", true, false},
      {"(employeeId eq '1' or userPrincipalName eq 'o''hara@x') and accountEnabled eq true", true,
       false},
      {"employeeId in ('1','2')", true, false},
      {"startswith(displayName,'A')", true, false},
      {"endsWith(mail,'x')", true, true},
      {"not(employeeId eq '1')", true, true},
      {"employeeId ne null", true, true},
      {"employeeId eq", false, false},
      {"employeeId eq '1", false, false},
      {"employeeId eq '1' and", false, false},
      {"employeeId like '1'", false, false},
      {"", false, false},
  };
  for (const auto& each : cases) {
    const parsed_filter parsed = parse_filter(each.text);
    EXPECT_EQ(parsed.root != nullptr, each.good) << each.text;
    if (each.good) {
      EXPECT_EQ(parsed.advanced, each.advanced) << each.text;
    }
  }
  EXPECT_EQ(parse_filter(std::string(100'000, '(')).root, nullptr);
}

TEST(ODataFilter, EscapedQuoteIsOneQuote) {
  const parsed_filter parsed = parse_filter("employeeId eq 'o''hara'");
  ASSERT_TRUE(parsed.root);
  EXPECT_EQ(parsed.root->values[0], "o'hara");
}

}  // namespace
}  // namespace daypass::entra_simulator

#include "simulators/entra/tests/tenant_fixture.hpp"

namespace daypass::entra_simulator {
namespace {

class Users : public Tenant {};

TEST_F(Users, CreateAnswersTheDefaultPropertiesOnly) {
  const reply made = post("/v1.0/users", hire("ada"));
  ASSERT_EQ(made.status, 201);
  EXPECT_TRUE(made.body.contains("id"));
  EXPECT_EQ(made.body["userPrincipalName"], "ada@contoso.example");
  for (const char* name : {"accountEnabled", "employeeId", "userType", "passwordProfile"}) {
    EXPECT_FALSE(made.body.contains(name)) << name;
  }
}

TEST_F(Users, SelectBringsWhatTheDefaultLacks) {
  create("ada");
  const reply read =
      get("/v1.0/users/ADA@contoso.example?$select=id,employeeId,accountEnabled,"
          "userType,createdDateTime,employeeHireDate");
  ASSERT_EQ(read.status, 200);
  EXPECT_EQ(read.body["employeeId"], "E-ada");
  EXPECT_EQ(read.body["accountEnabled"], false);
  EXPECT_EQ(read.body["userType"], "Member");
  EXPECT_EQ(read.body["createdDateTime"], "2026-11-21T10:00:00Z");
  EXPECT_TRUE(read.body["employeeHireDate"].is_null());
  EXPECT_FALSE(read.body.contains("displayName"));
}

TEST_F(Users, SelectOfNothingThereIs400) {
  create("ada");
  EXPECT_EQ(get("/v1.0/users/ada@contoso.example?$select=shoeSize").status, 400);
}

TEST_F(Users, TakenUpnIs400WithObjectConflict) {
  create("ada");
  const reply made = post("/v1.0/users", hire("ADA"));
  ASSERT_EQ(made.status, 400);
  EXPECT_EQ(made.code(), "Request_BadRequest");
  EXPECT_EQ(made.message(),
            "Another object with the same value for property userPrincipalName already exists.");
  const json& detail = made.body["error"]["details"][0];
  EXPECT_EQ(detail["code"], "ObjectConflict");
  EXPECT_EQ(detail["target"], "userPrincipalName");
}

TEST_F(Users, MissingUserIs404InTheRecordedWords) {
  const reply read = get("/v1.0/users/nobody@contoso.example");
  ASSERT_EQ(read.status, 404);
  EXPECT_EQ(read.code(), "Request_ResourceNotFound");
  EXPECT_EQ(read.message(),
            "Resource 'nobody@contoso.example' does not exist or one of its queried "
            "reference-property objects are not present.");
  const json& inner = read.body["error"]["innerError"];
  EXPECT_EQ(inner["date"], "2026-11-21T10:00:00");
  EXPECT_EQ(inner["request-id"], read.header_of("request-id"));
}

TEST_F(Users, PatchSetsAndClears) {
  create("ada");
  EXPECT_EQ(
      patch("/v1.0/users/ada@contoso.example", {{"accountEnabled", true}, {"department", "R&D"}})
          .status,
      204);
  EXPECT_EQ(patch("/v1.0/users/ada@contoso.example", {{"department", nullptr}}).status, 204);
  const reply read = get("/v1.0/users/ada@contoso.example?$select=accountEnabled,department");
  EXPECT_EQ(read.body["accountEnabled"], true);
  EXPECT_TRUE(read.body["department"].is_null());
}

TEST_F(Users, PathSegmentIsDecoded) {
  json odd = hire("ada");
  odd["userPrincipalName"] = "a#d^a~o'x@contoso.example";
  ASSERT_EQ(post("/v1.0/users", odd).status, 201);
  EXPECT_EQ(get("/v1.0/users/a%23d%5Ea~o'x@contoso.example").status, 200);
}

TEST_F(Users, FilterJoinsUpnAndEmployeeId) {
  create("ada");
  create("bob");
  const reply found =
      get("/v1.0/users?$filter=employeeId%20eq%20'E-ADA'%20or%20userPrincipalName%20eq%20"
          "'bob@contoso.example'&$select=id");
  ASSERT_EQ(found.status, 200);
  EXPECT_EQ(found.body["value"].size(), 2U);
  const reply both =
      get("/v1.0/users?$filter=employeeId%20eq%20'E-ada'%20and%20userPrincipalName%20eq%20"
          "'bob@contoso.example'");
  EXPECT_EQ(both.body["value"].size(), 0U);
}

TEST_F(Users, AdvancedFilterNeedsHeaderAndCount) {
  create("ada");
  const char* target = "/v1.0/users?$count=true&$filter=employeeId%20ne%20'x'";
  EXPECT_EQ(get(target).code(), "Request_UnsupportedQuery");
  EXPECT_EQ(call_graph("GET", target, nullptr, {{"ConsistencyLevel", "eventual"}}).status, 200);
}

TEST_F(Users, ListPagesByNextLink) {
  for (const char* name : {"a", "b", "c"}) create(name);
  const reply first = get("/v1.0/users?$top=2&$select=id");
  ASSERT_EQ(first.body["value"].size(), 2U);
  const std::string next = first.body["@odata.nextLink"];
  ASSERT_TRUE(next.starts_with("https://localhost:1/v1.0/users?"));
  const reply second = get(next.substr(std::string("https://localhost:1").size()));
  EXPECT_EQ(second.body["value"].size(), 1U);
  EXPECT_FALSE(second.body.contains("@odata.nextLink"));
}

TEST_F(Users, DeletedUserHoldsItsUpnUntilPurged) {
  const std::string id = create("ada");
  ASSERT_EQ(remove("/v1.0/users/" + id).status, 204);
  EXPECT_EQ(get("/v1.0/users/" + id).status, 404);
  EXPECT_EQ(post("/v1.0/users", hire("ada")).status, 400);
  const reply deleted =
      get("/v1.0/directory/deletedItems/microsoft.graph.user?$filter=userPrincipalName%20eq%20"
          "'ada@contoso.example'&$select=id,employeeId,deletedDateTime");
  ASSERT_EQ(deleted.body["value"].size(), 1U);
  EXPECT_EQ(deleted.body["value"][0]["deletedDateTime"], "2026-11-21T10:00:00Z");
  ASSERT_EQ(remove("/v1.0/directory/deletedItems/" + id).status, 204);
  EXPECT_EQ(post("/v1.0/users", hire("ada")).status, 201);
}

TEST_F(Users, DeletedUserFreesItsUpnWhereSwitchedSo) {
  set().deleted_holds_upn = false;
  set().mangle_deleted_upn = true;
  const std::string id = create("ada");
  ASSERT_EQ(remove("/v1.0/users/" + id).status, 204);
  const reply shown = get("/v1.0/directory/deletedItems/" + id);
  EXPECT_TRUE(shown.body["userPrincipalName"].get<std::string>().ends_with("ada@contoso.example"));
  EXPECT_GT(shown.body["userPrincipalName"].get<std::string>().size(), 40U);
  EXPECT_EQ(post("/v1.0/users", hire("ada")).status, 201);
  EXPECT_EQ(post("/v1.0/directory/deletedItems/" + id + "/restore", json::object()).status, 400);
}

TEST_F(Users, RestoreBringsTheAccountBack) {
  const std::string id = create("ada");
  static_cast<void>(remove("/v1.0/users/" + id));
  const reply back = call_graph("POST", "/v1.0/directory/deletedItems/" + id + "/restore");
  ASSERT_EQ(back.status, 200);
  EXPECT_EQ(back.body["id"], id);
  EXPECT_EQ(get("/v1.0/users/ada@contoso.example").status, 200);
}

TEST_F(Users, RevokeAnswersTrueOrNothing) {
  const std::string id = create("ada");
  const reply first = call_graph("POST", "/v1.0/users/" + id + "/revokeSignInSessions");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.body["value"], true);
  set().revoke_status = 204;
  EXPECT_EQ(call_graph("POST", "/v1.0/users/" + id + "/revokeSignInSessions").status, 204);
}

TEST_F(Users, AdminsAreOutOfReach) {
  const std::string id = create("ada");
  act("assign_role", {{"principal", id}});
  EXPECT_EQ(patch("/v1.0/users/" + id, {{"accountEnabled", true}}).status, 403);
  EXPECT_EQ(remove("/v1.0/users/" + id).code(), "Authorization_RequestDenied");
  EXPECT_EQ(patch("/v1.0/users/" + id, {{"department", "x"}}).status, 204);
}

TEST_F(Users, SynchronisedOnesAreNotChangedInTheCloud) {
  const std::string id = create("ada");
  act("set_properties", {{"user", id}, {"properties", {{"onPremisesSyncEnabled", true}}}});
  EXPECT_EQ(patch("/v1.0/users/" + id, {{"accountEnabled", true}}).status, 400);
}

TEST_F(Users, LeaveDateNeedsItsOwnPermission) {
  const std::string id = create("ada");
  const json leave{{"employeeLeaveDateTime", "2027-01-01T00:00:00Z"}};
  EXPECT_EQ(patch("/v1.0/users/" + id, leave).status, 403);
  set().permissions.push_back("User-LifeCycleInfo.ReadWrite.All");
  EXPECT_EQ(patch("/v1.0/users/" + id, leave).status, 204);
}

struct bad_create {
  const char* property;
  json value;
  const char* message;
};

TEST_F(Users, CreateRefusesWhatEntraRefuses) {
  const std::string domain =
      "The domain portion of the userPrincipalName property is invalid. You must use one of the "
      "verified domain names in your organization.";
  const char* weak =
      "The specified password does not comply with password complexity requirements. Please "
      "provide a different password.";
  const std::string at = "@contoso.example";
  const char* upn = "Property userPrincipalName is invalid.";
  const bad_create cases[] = {
      {"userPrincipalName", "ada.@contoso.example", upn},
      {"userPrincipalName", "\u00e4da@contoso.example", upn},
      {"userPrincipalName", "a da@contoso.example", upn},
      {"userPrincipalName", std::string(65, 'a') + at, upn},
      {"userPrincipalName", "ada", upn},
      {"userPrincipalName", 5, upn},
      {"userPrincipalName", "ada@elsewhere.example", domain.c_str()},
      {"displayName", std::string(257, 'x'), "Property displayName is invalid."},
      {"displayName", nullptr, "Property displayName is invalid."},
      {"mailNickname", "a@b", "Property mailNickname is invalid."},
      {"employeeId", std::string(17, '1'), "Property employeeId is invalid."},
      {"department", std::string(65, '1'), "Property department is invalid."},
      {"accountEnabled", "yes", "Property accountEnabled is invalid."},
      {"usageLocation", "XX", "Property usageLocation is invalid."},
      {"usageLocation", "de", "Property usageLocation is invalid."},
      {"employeeHireDate", "2026-11-21", "Property employeeHireDate is invalid."},
      {"employeeHireDate", "2026-11-21T00:00:00+01:00", "Property employeeHireDate is invalid."},
      {"passwordProfile", {{"password", "short1A"}}, weak},
      {"passwordProfile", {{"password", "alllowercaseletters"}}, weak},
      {"passwordProfile", {{"password", "Pass\u00e4word1234"}}, weak},
      {"shoeSize", 44, "Invalid property 'shoeSize'."},
      {"id", "x", "Property 'id' is read-only and cannot be set."},
  };
  for (const auto& each : cases) {
    json body = hire("ada");
    body[each.property] = each.value;
    const reply made = post("/v1.0/users", body);
    EXPECT_EQ(made.status, 400) << each.property << each.value;
    EXPECT_EQ(made.message(), each.message) << each.property << each.value;
  }
  EXPECT_EQ(graph.state().world.live_count(), 0U);
}

TEST_F(Users, CreateNeedsItsFiveProperties) {
  for (const char* name :
       {"accountEnabled", "displayName", "mailNickname", "passwordProfile", "userPrincipalName"}) {
    json body = hire("ada");
    body.erase(name);
    EXPECT_EQ(post("/v1.0/users", body).status, 400) << name;
  }
}

TEST_F(Users, BodyMustBeJsonAndSaySo) {
  const reply broken = send(
      make_request("POST", "/v1.0/users", "{",
                   {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}}));
  EXPECT_EQ(broken.status, 400);
  const reply untyped = send(make_request("POST", "/v1.0/users", hire("ada").dump(),
                                          {{"Authorization", "Bearer " + token}}));
  EXPECT_EQ(untyped.status, 400);
}

}  // namespace
}  // namespace daypass::entra_simulator

#include "simulators/entra/tests/tenant_fixture.hpp"

#include <set>

namespace daypass::entra_simulator {
namespace {

class Passes : public Tenant {
 protected:
  Passes() { id = create("ada"); }

  json try_code(const json& code) { return act("would_sign_in", {{"user", id}, {"code", code}}); }

  std::string id;
};

TEST_F(Passes, CreateShowsTheCodeOnceAndNeverAgain) {
  const reply made = post(passes_of_ada, {{"startDateTime", "2026-11-23T08:00:00.000Z"},
                                          {"lifetimeInMinutes", 120},
                                          {"isUsableOnce", false}});
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.body["@odata.type"], "#microsoft.graph.temporaryAccessPassAuthenticationMethod");
  const std::string code = made.body["temporaryAccessPass"];
  EXPECT_NE(code.find("Kanarie"), std::string::npos);
  EXPECT_EQ(made.body["startDateTime"], "2026-11-23T08:00:00Z");
  EXPECT_EQ(made.body["isUsable"], false);
  EXPECT_EQ(made.body["methodUsabilityReason"], "NotYetValid");
  const reply listed = get(passes_of_ada);
  ASSERT_EQ(listed.body["value"].size(), 1U);
  EXPECT_TRUE(listed.body["value"][0]["temporaryAccessPass"].is_null());
  EXPECT_EQ(listed.body["value"][0]["id"], made.body["id"]);
  const reply one = get(std::string(passes_of_ada) + "/" + made.body.value("id", ""));
  EXPECT_TRUE(one.body["temporaryAccessPass"].is_null());
  EXPECT_EQ(get("/v1.0/users/" + id + "/authentication/methods").text.find("Kanarie"),
            std::string::npos);
}

TEST_F(Passes, EmptyBodyTakesThePolicysDefaults) {
  const reply made = post(passes_of_ada, json::object());
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.body["lifetimeInMinutes"], 60);
  EXPECT_EQ(made.body["isUsableOnce"], false);
  EXPECT_EQ(made.body["isUsable"], true);
  EXPECT_EQ(made.body["methodUsabilityReason"], "EnabledByPolicy");
}

TEST_F(Passes, CodesAreUniqueAndCarryTheCanary) {
  std::set<std::string> codes;
  for (int i = 0; i < 200; ++i) {
    const std::string code = graph.state().world.draw_code();
    EXPECT_GE(code.size(), 8U);
    EXPECT_LE(code.size(), 48U);
    EXPECT_NE(code.find("Kanarie"), std::string::npos);
    EXPECT_NE(code.find_first_of("+-$#"), std::string::npos);
    codes.insert(code);
  }
  EXPECT_EQ(codes.size(), 200U);
}

TEST_F(Passes, SecondCreateReplacesTheFirst) {
  act("enable_user", {{"user", id}});
  const reply first = post(passes_of_ada, json::object());
  const reply second = post(passes_of_ada, json::object());
  ASSERT_EQ(second.status, 201);
  EXPECT_EQ(get(passes_of_ada).body["value"].size(), 1U);
  EXPECT_EQ(try_code(first.body["temporaryAccessPass"])["reason"], "WrongCode");
  EXPECT_EQ(try_code(second.body["temporaryAccessPass"])["succeeded"], true);
}

TEST_F(Passes, SecondCreateConflictsWhereSwitchedSo) {
  set().existing_pass_conflicts = true;
  ASSERT_EQ(post(passes_of_ada, json::object()).status, 201);
  EXPECT_EQ(post(passes_of_ada, json::object()).code(), "badRequest");
  now += hours{2};
  fetch_token();
  EXPECT_EQ(post(passes_of_ada, json::object()).status, 201);
}

TEST_F(Passes, LifetimeOutsideThePolicyIsRefusedInTheRecordedWords) {
  for (const int lifetime : {59, 481, 5, 50000}) {
    const reply made = post(passes_of_ada, {{"lifetimeInMinutes", lifetime}});
    EXPECT_EQ(made.status, 400);
    EXPECT_EQ(made.code(), "badRequest");
    EXPECT_EQ(made.message(),
              "Invalid LifetimeInMinutes specified. The valid range between 60 and 480.");
    EXPECT_EQ(made.body["error"]["innerError"]["message"], made.message());
  }
}

TEST_F(Passes, MultiUseIsRefusedWhereThePolicyForcesOnce) {
  act("set_policy", {{"isUsableOnce", true}});
  EXPECT_EQ(post(passes_of_ada, {{"isUsableOnce", false}}).message(),
            "Invalid IsUsableOnce specified. Tenant Policy does not allow multiple use temporary "
            "access pass method.");
  EXPECT_EQ(post(passes_of_ada, json::object()).body["isUsableOnce"], true);
}

TEST_F(Passes, DisabledPolicyAndScopeRefuse) {
  const char* words =
      "Converged UserCredentialPolicy does not allow creating or updating this authentication "
      "method. AuthMethodType [TemporaryAccessPass].";
  act("set_policy", {{"state", "disabled"}});
  EXPECT_EQ(post(passes_of_ada, json::object()).message(), words);
  const std::string group = act("create_group", {{"display_name", "Starters"}}).value("id", "");
  act("set_policy", {{"state", "enabled"},
                     {"includeTargets", json::array({{{"targetType", "group"}, {"id", group}}})}});
  EXPECT_EQ(post(passes_of_ada, json::object()).message(), words);
  set().membership_lag = {minutes{3}, minutes{3}};
  act("add_member", {{"group", group}, {"principal", id}});
  EXPECT_EQ(post(passes_of_ada, json::object()).status, 400);
  now += minutes{3};
  EXPECT_EQ(post(passes_of_ada, json::object()).status, 201);
  act("set_policy", {{"excludeTargets", json::array({{{"targetType", "user"}, {"id", id}}})}});
  EXPECT_EQ(get(passes_of_ada).body["value"][0]["methodUsabilityReason"], "DisabledByPolicy");
}

TEST_F(Passes, ScopeMayBeLeftToSignIn) {
  set().scope_enforced_on_create = false;
  act("set_policy", {{"excludeTargets", json::array({{{"targetType", "user"}, {"id", id}}})}});
  const reply made = post(passes_of_ada, json::object());
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.body["methodUsabilityReason"], "DisabledByPolicy");
  EXPECT_EQ(made.body["isUsable"], false);
}

TEST_F(Passes, ExternalGuestsCanHaveNone) {
  act("create_user",
      {{"properties", {{"userPrincipalName", "guest@contoso.example"}}}, {"external_guest", true}});
  EXPECT_EQ(post("/v1.0/users/guest@contoso.example/authentication/temporaryAccessPassMethods",
                 json::object())
                .message(),
            "Temporary Access Pass cannot be added to an external guest user.");
}

TEST_F(Passes, PermissionAndUnknownUserInThisServicesSpelling) {
  EXPECT_EQ(post("/v1.0/users/nobody@contoso.example/authentication/temporaryAccessPassMethods",
                 json::object())
                .code(),
            "resourceNotFound");
  set().permissions = {"User.ReadWrite.All", "UserAuthMethod-TAP.Read.All"};
  const reply refused = post(passes_of_ada, json::object());
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.code(), "accessDenied");
  EXPECT_EQ(refused.message(), "Request Authorization failed");
  EXPECT_EQ(get(passes_of_ada).status, 200);
  EXPECT_EQ(get(policy_path).code(), "Authorization_RequestDenied");
}

TEST_F(Passes, StartInThePastIsASwitch) {
  const json past{{"startDateTime", "2026-11-21T09:00:00Z"}};
  EXPECT_EQ(post(passes_of_ada, past).status, 400);
  set().past_start = "now";
  EXPECT_EQ(post(passes_of_ada, past).body["startDateTime"], "2026-11-21T10:00:00Z");
  set().past_start = "keep";
  const reply kept = post(passes_of_ada, past);
  EXPECT_EQ(kept.body["startDateTime"], "2026-11-21T09:00:00Z");
  EXPECT_EQ(kept.body["methodUsabilityReason"], "Expired");
  set().start_horizon_minutes = 60;
  EXPECT_EQ(post(passes_of_ada, {{"startDateTime", "2026-11-21T12:00:00Z"}}).status, 400);
  EXPECT_EQ(post(passes_of_ada, {{"startDateTime", "2026-11-21 12:00:00"}}).status, 400);
}

TEST_F(Passes, LifeOfAOneTimePass) {
  const reply made =
      post(passes_of_ada, {{"isUsableOnce", true}, {"startDateTime", "2026-11-21T11:00:00Z"}});
  const json code = made.body["temporaryAccessPass"];
  EXPECT_EQ(try_code(code)["reason"], "AccountDisabled");
  act("enable_user", {{"user", id}});
  EXPECT_EQ(try_code(code)["reason"], "NotYetValid");
  now += hours{1};
  EXPECT_EQ(try_code("wrong")["reason"], "WrongCode");
  EXPECT_EQ(act("sign_in", {{"user", id}, {"code", code}})["succeeded"], true);
  EXPECT_EQ(act("sign_in", {{"user", id}, {"code", code}})["reason"], "OneTimeUsed");
  EXPECT_EQ(get(passes_of_ada).body["value"][0]["methodUsabilityReason"], "OneTimeUsed");
}

TEST_F(Passes, MultiUsePassTellsNothingOfItsUseAndExpires) {
  act("enable_user", {{"user", id}});
  const json code = post(passes_of_ada, json::object()).body["temporaryAccessPass"];
  EXPECT_EQ(act("sign_in", {{"user", id}, {"code", code}})["succeeded"], true);
  EXPECT_EQ(get(passes_of_ada).body["value"][0]["methodUsabilityReason"], "EnabledByPolicy");
  now += hours{1};
  EXPECT_EQ(get(passes_of_ada).body["value"][0]["methodUsabilityReason"], "Expired");
  EXPECT_EQ(try_code(code)["reason"], "Expired");
}

TEST_F(Passes, DeleteIsByIdAndThereIsNoPatch) {
  const std::string pass = post(passes_of_ada, json::object()).body.value("id", "");
  const std::string path = std::string(passes_of_ada) + "/" + pass;
  EXPECT_EQ(patch(path, {{"lifetimeInMinutes", 90}}).status, 405);
  EXPECT_EQ(remove(std::string(passes_of_ada) + "/other").status, 404);
  EXPECT_EQ(remove(path).status, 204);
  EXPECT_EQ(remove(path).code(), "resourceNotFound");
  EXPECT_EQ(get(passes_of_ada).body["value"].size(), 0U);
}

TEST_F(Passes, DeletingAValidPassMayRevokeSessions) {
  set().pass_delete_revokes_sessions = true;
  act("enable_user", {{"user", id}});
  const reply made = post(passes_of_ada, json::object());
  act("sign_in", {{"user", id}, {"code", made.body["temporaryAccessPass"]}});
  ASSERT_EQ(graph.state().world.find(id)->live_sessions, 1U);
  static_cast<void>(remove(std::string(passes_of_ada) + "/" + made.body.value("id", "")));
  EXPECT_EQ(graph.state().world.find(id)->live_sessions, 0U);
}

/// learn.microsoft.com/entra/identity/users/users-revoke-access: two steps, not one.
TEST_F(Passes, SessionsOutliveADisableUntilTheyAreRevoked) {
  act("enable_user", {{"user", id}});
  const reply made = post(passes_of_ada, json::object());
  act("sign_in", {{"user", id}, {"code", made.body["temporaryAccessPass"]}});
  ASSERT_EQ(patch("/v1.0/users/" + id, {{"accountEnabled", false}}).status, 204);
  EXPECT_EQ(graph.state().world.find(id)->live_sessions, 1U);
  ASSERT_EQ(post("/v1.0/users/" + id + "/revokeSignInSessions", json::object()).status, 200);
  EXPECT_EQ(graph.state().world.find(id)->live_sessions, 0U);
}

TEST_F(Passes, MethodsNamePasswordPassAndWhatWasRegistered) {
  static_cast<void>(post(passes_of_ada, json::object()));
  act("register_method", {{"user", id}, {"type", "fido2"}});
  const json value = get("/v1.0/users/" + id + "/authentication/methods").body["value"];
  ASSERT_EQ(value.size(), 3U);
  EXPECT_EQ(value[0]["id"], "28c10230-6103-485e-b985-444c60001490");
  EXPECT_TRUE(value[1]["temporaryAccessPass"].is_null());
  EXPECT_EQ(value[2]["@odata.type"], "#microsoft.graph.fido2AuthenticationMethod");
}

TEST_F(Passes, PolicyIsReadChangedAndReset) {
  const reply read = get(policy_path);
  ASSERT_EQ(read.status, 200);
  EXPECT_EQ(read.body["defaultLifetimeInMinutes"], 60);
  EXPECT_EQ(read.body["maximumLifetimeInMinutes"], 480);
  EXPECT_EQ(read.body["includeTargets"][0]["id"], "all_users");
  EXPECT_EQ(patch(policy_path, {{"isUsableOnce", true}}).status, 400);
  EXPECT_EQ(
      patch(policy_path, {{"@odata.type",
                           "#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration"},
                          {"maximumLifetimeInMinutes", 1440}})
          .status,
      204);
  EXPECT_EQ(get(policy_path).body["maximumLifetimeInMinutes"], 1440);
  EXPECT_EQ(remove(policy_path).status, 204);
  EXPECT_EQ(get(policy_path).body["state"], "disabled");
}

}  // namespace
}  // namespace daypass::entra_simulator

#include "simulators/key_vault/tenant/trust.hpp"
#include "simulators/key_vault/tests/vault_fixture.hpp"

namespace daypass::key_vault_simulator {
namespace {

class Access : public Vault {
 protected:
  static constexpr const char* tenant = "3f1c7c2e-5a0b-4d52-9a4e-6a4d2d1c0b11";
  static constexpr const char* owner = "8b7f1a90-2c4d-4e6f-8a1b-3c5d7e9f0a1b";

  void expect_unauthorized(const reply& made, std::string_view message) {
    EXPECT_EQ(made.status, 401) << made.text;
    EXPECT_EQ(made.code(), "Unauthorized");
    EXPECT_EQ(made.message(), message);
    EXPECT_EQ(made.header_of("WWW-Authenticate"),
              std::string("Bearer authorization=\"https://login.microsoftonline.com/") + tenant +
                  "\", resource=\"https://vault.azure.net\"");
  }

  /// What the owner may not do now, as the kinds of its refused requests.
  std::vector<std::string> refused() {
    std::vector<std::string> made;
    const auto note = [&](const char* name, const reply& answered) {
      if (answered.status == 403) made.emplace_back(name);
    };
    note("get", get("/secrets/a"));
    note("list", get("/secrets"));
    note("versions", get("/secrets/a/versions"));
    note("set", set("a", "x"));
    note("update", patch("/secrets/a", json::object()));
    note("delete", remove("a"));
    note("get deleted", get("/deletedsecrets/a"));
    note("list deleted", get("/deletedsecrets"));
    note("recover", recover("a"));
    note("purge", purge("nobody"));
    return made;
  }
};

TEST_F(Access, WithoutATokenThereIsTheChallenge) {
  const std::string missing = "AKV10000: Request is missing a Bearer or PoP token.";
  const auto ask_with = [&](std::vector<header> headers) {
    return send(make_request("PUT", "/secrets/a?api-version=7.6", "", std::move(headers)));
  };
  expect_unauthorized(ask_with({}), missing);
  expect_unauthorized(ask_with({{"Authorization", "Bearer "}}), missing);
  expect_unauthorized(ask_with({{"Authorization", "Basic abc"}}), missing);
  EXPECT_EQ(ask_with({{"authorization", "bearer " + token}}).status, 400);
}

TEST_F(Access, ChallengeMayNameAScope) {
  with().challenge_scope = true;
  token = "";
  EXPECT_EQ(get("/secrets").header_of("WWW-Authenticate"),
            std::string("Bearer authorization=\"https://login.microsoftonline.com/") + tenant +
                "\", resource=\"https://vault.azure.net\", "
                "scope=\"https://vault.azure.net/.default\"");
}

TEST_F(Access, TokensAreForThisVaultToTheLetter) {
  for (const char* audience :
       {"https://vault.azure.net/", "https://graph.microsoft.com", "https://VAULT.azure.net",
        "https://daypass-sim.vault.azure.net", "https://vault.usgovcloudapi.net"}) {
    token = make_token({{"audience", audience}});
    expect_unauthorized(get("/secrets"),
                        std::string("AKV10022: Invalid audience. Expected https://vault.azure.net, "
                                    "found: ") +
                            audience + ".");
  }
  token = make_token({{"audience", "https://vault.azure.net"}});
  EXPECT_EQ(get("/secrets").status, 200);
}

TEST_F(Access, AudiencesAreThoseOfTheVaultsCloud) {
  identity who;
  who.audiences = {"https://vault.usgovcloudapi.net", "https://vault.example"};
  vault_service other(who);
  control_service api(other);
  const auto try_audience = [&](const char* audience) {
    const auto made = simulator::parse_json(
        api.handle(make_request("POST", "/actions/make_token", json{{"audience", audience}}.dump()),
                   now)
            .body);
    const std::string bearer = "Bearer " + made.value("token", "");
    return other
        .handle(make_request("GET", "/secrets?api-version=7.6", "", {{"Authorization", bearer}}),
                now)
        .answer;
  };
  EXPECT_EQ(try_audience("https://vault.usgovcloudapi.net").status, 200);
  EXPECT_EQ(try_audience("https://vault.example").status, 200);
  const response refused = try_audience("https://vault.azure.net");
  EXPECT_EQ(refused.status, 401);
  EXPECT_NE(refused.body.find("Expected https://vault.usgovcloudapi.net or https://vault.example"),
            std::string::npos);
  EXPECT_NE(simulator::find_header(refused.headers, "WWW-Authenticate")
                .find("resource=\"https://vault.usgovcloudapi.net\""),
            std::string::npos);
}

TEST_F(Access, ExpiredForeignAndUnknownTokensAreRefused) {
  token = make_token({{"lifetime_s", 60}});
  now += seconds{59};
  EXPECT_EQ(get("/secrets").status, 200);
  now += seconds{1};
  expect_unauthorized(get("/secrets"), "[TokenExpired] Error validating token: 'S2S12086'.");
  token = make_token({{"tenant", "72f988bf-0000-0000-0000-000000000000"}});
  expect_unauthorized(
      get("/secrets"),
      std::string("AKV10032: Invalid issuer. Expected one of https://sts.windows.net/") + tenant +
          "/, found https://sts.windows.net/72f988bf-0000-0000-0000-000000000000/.");
  token = "made.up";
  expect_unauthorized(get("/secrets"),
                      "[AggregatedAuthenticationFailure] Error validating token: 'S2S17001'.");
  token = make_token({});
  EXPECT_EQ(get("/secrets").status, 200);
  act("expire_tokens", json::object());
  EXPECT_EQ(get("/secrets").status, 401);
}

TEST_F(Access, TheTenantsTokensAreTaken) {
  entra_simulator::graph_service graph;
  vault_service trusting(identity_in(graph.state().who, "https://localhost:4711"));
  trust(trusting, graph);
  const auto fetch = [&](std::string_view scope) {
    const auto& who = graph.state().who;
    const auto made = graph.handle(
        make_request("POST", "/contoso.example/oauth2/v2.0/token",
                     "grant_type=client_credentials&client_id=" + who.client_id +
                         "&client_secret=" + simulator::percent_encoded(who.client_secret) +
                         "&scope=" + simulator::percent_encoded(scope)),
        now);
    return simulator::parse_json(made.answer.body).value("access_token", "");
  };
  const auto list = [&](const std::string& bearer) {
    return trusting
        .handle(make_request("GET", "/secrets?api-version=7.6", "",
                             {{"Authorization", "Bearer " + bearer}}),
                now)
        .answer;
  };
  EXPECT_NE(simulator::find_header(list("").headers, "WWW-Authenticate")
                .find(std::string("https://localhost:4711/") + tenant),
            std::string::npos);
  const std::string good = fetch("https://vault.azure.net/.default");
  EXPECT_EQ(list(good).status, 200);
  EXPECT_EQ(list(fetch("https://graph.microsoft.com/.default")).status, 401);
  EXPECT_EQ(list(fetch("https://vault.azure.net//.default")).status, 401);
  graph.state().tokens.expire_all();
  EXPECT_NE(list(good).body.find("TokenExpired"), std::string::npos);
}

TEST_F(Access, EachCallNeedsItsPermission) {
  const std::vector<std::pair<const char*, std::vector<std::string>>> cases{
      {"get", {"get", "get deleted"}}, {"list", {"list", "versions", "list deleted"}},
      {"set", {"set", "update"}},      {"delete", {"delete"}},
      {"recover", {"recover"}},        {"purge", {"purge"}}};
  EXPECT_EQ(refused(), std::vector<std::string>{});
  for (const auto& [name, expected] : cases) {
    act("revoke", {{"permissions", {name}}});
    EXPECT_EQ(refused(), expected) << name;
    act("grant", {{"permissions", {name}}});
  }
  EXPECT_EQ(refused(), std::vector<std::string>{});
}

TEST_F(Access, RbacRefusesInItsWords) {
  set("Tap-1", "one");
  act("revoke", {{"permissions", {"get", "list"}}});
  const reply made = get("/secrets/Tap-1");
  EXPECT_EQ(made.status, 403);
  EXPECT_EQ(made.code(), "Forbidden");
  EXPECT_EQ(made.inner(), "ForbiddenByRbac");
  const std::string message = made.message();
  for (const std::string& part :
       {std::string("Caller is not authorized to perform action on resource.\r\n"
                    "If role assignments, deny assignments or role definitions were changed "
                    "recently, please observe propagation time.\r\n"),
        std::string("Caller: appid=") + owner + ";oid=",
        std::string(";iss=https://sts.windows.net/") + tenant + "/\r\n",
        std::string("Action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'\r\n"),
        std::string("/providers/microsoft.keyvault/vaults/daypass-sim/secrets/tap-1'\r\n"
                    "Assignment: (not found)\r\n"),
        std::string("Vault: daypass-sim;location=westeurope\r\n")}) {
    EXPECT_NE(message.find(part), std::string::npos) << part;
  }
  EXPECT_NE(get("/secrets").message().find("/vaults/daypass-sim'\r\n"), std::string::npos);
}

TEST_F(Access, AccessPoliciesRefuseInTheirs) {
  with().access_model = "policy";
  act("revoke", {{"permissions", {"delete"}}});
  const reply made = remove("tap-1");
  EXPECT_EQ(made.status, 403);
  EXPECT_EQ(made.inner(), "ForbiddenByPolicy");
  const std::string message = made.message();
  EXPECT_TRUE(
      message.starts_with(std::string("The user, group or application 'appid=") + owner + ";oid="))
      << message;
  EXPECT_TRUE(message.ends_with(
      "' does not have secrets delete permission on key vault 'daypass-sim;location=westeurope'. "
      "For help resolving this issue, please see "
      "https://go.microsoft.com/fwlink/?linkid=2125287"))
      << message;
}

TEST_F(Access, FirewallRefusesEveryone) {
  with().firewall = true;
  const reply made = get("/secrets");
  EXPECT_EQ(made.status, 403);
  EXPECT_EQ(made.inner(), "ForbiddenByFirewall");
  const std::string message = made.message();
  EXPECT_TRUE(message.starts_with(
      "Client address is not authorized and caller is not a trusted service.\r\n"
      "Client address: 127.0.0.1\r\nCaller: appid="))
      << message;
  EXPECT_TRUE(message.ends_with("/\r\nVault: daypass-sim;location=westeurope")) << message;
  with().firewall = false;
  EXPECT_EQ(get("/secrets").status, 200);
}

TEST_F(Access, APermissionCountsOnlyAWhileAfterItWasGiven) {
  with().grant_lag = {minutes{5}, minutes{5}};
  token = make_token({{"principal", "reader"}});
  EXPECT_EQ(get("/secrets").status, 403);
  act("grant", {{"principal", "Reader"}, {"permissions", {"list"}}});
  now += minutes{5} - seconds{1};
  EXPECT_EQ(get("/secrets").inner(), "ForbiddenByRbac");
  EXPECT_FALSE(look("permissions").back()["effective"]);
  now += seconds{1};
  EXPECT_EQ(get("/secrets").status, 200);
}

TEST_F(Access, APermissionMayBeForOneSecret) {
  set("tap-1", "one");
  set("tap-2", "two");
  token = make_token({{"principal", "manager"}});
  act("grant", {{"principal", "manager"}, {"permissions", {"get"}}, {"secret", "TAP-1"}});
  EXPECT_EQ(get("/secrets/tap-1").body["value"], "one");
  EXPECT_EQ(get("/secrets/tap-2").status, 403);
  EXPECT_EQ(get("/secrets").status, 403);
  act("revoke", {{"principal", "manager"}, {"permissions", {"get"}}, {"secret", "tap-1"}});
  EXPECT_EQ(get("/secrets/tap-1").status, 403);
}

}  // namespace
}  // namespace daypass::key_vault_simulator

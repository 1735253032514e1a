#include "simulators/entra/tests/tenant_fixture.hpp"

namespace daypass::entra_simulator {
namespace {

class Token : public Tenant {
 protected:
  static std::string form(const std::string& id, const std::string& secret,
                          const std::string& scope = "https://graph.microsoft.com/.default") {
    return "grant_type=client_credentials&client_id=" + id +
           "&client_secret=" + percent_encoded(secret) + "&scope=" + percent_encoded(scope);
  }

  const identity who;
};

TEST_F(Token, SuccessHasTheDocumentedShape) {
  const reply made = ask_token(form(who.client_id, who.client_secret), who.tenant_id);
  ASSERT_EQ(made.status, 200);
  EXPECT_EQ(made.body["token_type"], "Bearer");
  EXPECT_GE(made.body["expires_in"], 3600);
  EXPECT_LE(made.body["expires_in"], 5400);
  EXPECT_FALSE(made.body.contains("refresh_token"));
}

TEST_F(Token, BasicHeaderServesAsWell) {
  const std::string pair = who.client_id + ":" + percent_encoded(who.client_secret);
  const reply made = send(make_request(
      "POST", "/contoso.example/oauth2/v2.0/token",
      "grant_type=client_credentials&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default",
      {{"Authorization", "Basic " + base64url_encoded(pair)}}));
  EXPECT_EQ(made.status, 200) << made.text;
}

TEST_F(Token, ErrorsHaveNumberStatusAndShape) {
  struct wrong_request {
    std::string form;
    std::string tenant;
    int number;
    int status;
    const char* error;
  };
  const std::string good = form(who.client_id, who.client_secret);
  const wrong_request cases[] = {
      {form(who.client_id, "secret id"), who.tenant_id, 7000215, 401, "invalid_client"},
      {form("other", "x"), who.tenant_id, 700016, 400, "unauthorized_client"},
      {good, "elsewhere.example", 90002, 400, "invalid_request"},
      {form(who.client_id, who.client_secret, "User.Read"), who.tenant_id, 70011, 400,
       "invalid_scope"},
      {good + "&client_assertion=x", who.tenant_id, 900144, 400, "invalid_request"},
      {good + "&claims=%5B%5D", who.tenant_id, 900144, 400, "invalid_request"},
      {"client_id=x", who.tenant_id, 900144, 400, "invalid_request"},
  };
  for (const auto& each : cases) {
    const reply made = ask_token(each.form, each.tenant);
    EXPECT_EQ(made.status, each.status) << each.number;
    EXPECT_EQ(made.body["error"], each.error) << each.number;
    EXPECT_EQ(made.body["error_codes"], json::array({each.number}));
    EXPECT_EQ(made.body["timestamp"], "2026-11-21 10:00:00Z");
    const std::string text = made.body["error_description"];
    EXPECT_TRUE(text.starts_with("AADSTS" + std::to_string(each.number) + ": ")) << text;
    for (const char* part : {" Trace ID: ", " Correlation ID: ", " Timestamp: "}) {
      EXPECT_NE(text.find(part), std::string::npos) << text;
    }
    for (const char* name : {"trace_id", "correlation_id", "error_uri"}) {
      EXPECT_TRUE(made.body.contains(name)) << name;
    }
  }
}

TEST_F(Token, ErrorsThatOnlySwitchesBring) {
  const std::string good = form(who.client_id, who.client_secret);
  set().secret_expired = true;
  EXPECT_EQ(ask_token(good).body["error_codes"][0], 7000222);
  for (const char* number : {"700024", "50196", "90033"}) {
    set().token_error = number;
    EXPECT_EQ(ask_token(good).body["error_codes"][0], std::stoi(number));
  }
  EXPECT_EQ(ask_token(good).status, 503);
}

TEST_F(Token, WithoutOrAfterItsTimeIs401) {
  const reply bare = send(make_request("GET", "/v1.0/domains"));
  EXPECT_EQ(bare.status, 401);
  EXPECT_EQ(bare.code(), "InvalidAuthenticationToken");
  EXPECT_FALSE(bare.header_of("WWW-Authenticate").empty());
  EXPECT_EQ(get("/v1.0/domains").status, 200);
  now += hours{2};
  EXPECT_EQ(get("/v1.0/domains").status, 401);
  fetch_token();
  EXPECT_EQ(get("/v1.0/domains").status, 200);
  act("expire_tokens", json::object());
  EXPECT_EQ(get("/v1.0/domains").status, 401);
}

TEST_F(Token, IsForTheAudienceThatItsScopeNames) {
  const std::pair<const char*, const char*> cases[] = {
      {"https://graph.microsoft.com/.default", "https://graph.microsoft.com"},
      {"https://localhost:4711/.default", "https://graph.microsoft.com"},
      {"https://vault.azure.net/.default", "https://vault.azure.net"},
      {"https://vault.azure.net//.default", "https://vault.azure.net/"},
      {"https://vault.azure.net.example/.default", "https://graph.microsoft.com"},
  };
  for (const auto& [scope, audience] : cases) {
    const reply made = ask_token(form(who.client_id, who.client_secret, scope));
    token = made.body.value("access_token", "");
    const token_grant* grant = graph.state().tokens.find(token);
    ASSERT_NE(grant, nullptr) << scope;
    EXPECT_EQ(grant->audience, audience) << scope;
    const auto dot = token.find('.') + 1;
    const json claims =
        parse_json(base64_decoded(std::string_view(token).substr(dot, token.rfind('.') - dot)));
    EXPECT_EQ(claims["aud"], audience) << scope;
    EXPECT_EQ(get("/v1.0/domains").status, grant->audience == graph_audience ? 200 : 401) << scope;
  }
  token = ask_token(form(who.client_id, who.client_secret, "https://vault.azure.net/.default"))
              .body.value("access_token", "");
  EXPECT_EQ(get("/v1.0/domains").message(), "Access token validation failure. Invalid audience.");
}

TEST_F(Token, DiscoveryLeadsToTheTokenEndpoint) {
  const reply instance = send(make_request("GET", "/common/discovery/instance?api-version=1.1", "",
                                           {{"Host", "localhost:9"}}));
  EXPECT_EQ(instance.body["tenant_discovery_endpoint"],
            "https://localhost:9/" + who.tenant_id + "/v2.0/.well-known/openid-configuration");
  const reply openid =
      send(make_request("GET", "/" + who.tenant_id + "/v2.0/.well-known/openid-configuration", "",
                        {{"Host", "localhost:9"}}));
  EXPECT_EQ(openid.body["token_endpoint"],
            "https://localhost:9/" + who.tenant_id + "/oauth2/v2.0/token");
  EXPECT_EQ(send(make_request("GET", "/" + who.tenant_id + "/discovery/v2.0/keys")).status, 200);
}

}  // namespace
}  // namespace daypass::entra_simulator

#include "simulators/entra/tests/https_fixture.hpp"
#include "simulators/key_vault/logic/control_service.hpp"
#include "simulators/key_vault/tenant/trust.hpp"
#include "simulators/remote/text.hpp"

namespace daypass::key_vault_simulator {
namespace {

namespace sim = entra_simulator;

/// Tenant and vault in one process, the vault under a name of Azure's.
class VaultHttps : public sim::HttpsServer {
 protected:
  VaultHttps() : HttpsServer({.names = {"*.vault.azure.net"}}) {
    trust(vault, graph);
    port = serving.open(vault, 0, "/vault", [this](const request& asked, instant now) {
      return control_service(vault).handle(asked, now);
    });
    start();
  }

  std::string fetch_token(const std::string& scope) {
    const auto& who = sim::identity{};
    tls_stream stream = connect(serving.port());
    const reply made = ask(stream, verb::post, "/" + who.tenant_id + "/oauth2/v2.0/token",
                           "grant_type=client_credentials&client_id=" + who.client_id +
                               "&client_secret=" + simulator::percent_encoded(who.client_secret) +
                               "&scope=" + simulator::percent_encoded(scope),
                           wrong);
    return simulator::parse_json(made.body()).value("access_token", "");
  }

  vault_service vault;
  std::uint16_t port = 0;
  boost::system::error_code wrong;
  const std::string path = "/secrets/tap-1?api-version=7.6";
  const fields typed{{"Host", "sim.vault.azure.net"}, {"Content-Type", "application/json"}};
};

TEST_F(VaultHttps, TakesTheTokensThatTheTenantIssuesForIt) {
  tls_stream stream = connect(port, "sim.vault.azure.net");
  const auto put_with = [&](const std::string& token) {
    fields given = typed;
    given.emplace_back("Authorization", "Bearer " + token);
    return ask(stream, verb::put, path, R"({"value":"x"})", wrong, given);
  };
  EXPECT_EQ(ask(stream, verb::put, path, "", wrong, typed).result_int(), 401U);
  EXPECT_EQ(put_with(fetch_token("https://graph.microsoft.com/.default")).result_int(), 401U);
  const reply made = put_with(fetch_token("https://vault.azure.net/.default"));
  EXPECT_EQ(made.result_int(), 200U) << made.body();
  EXPECT_NE(made.body().find("https://sim.vault.azure.net/secrets/tap-1/"), std::string::npos);
  EXPECT_FALSE(wrong) << wrong.message();
}

TEST_F(VaultHttps, HasItsOwnFolderInTheControlApi) {
  tcp::socket control = connect_control();
  const auto look = [&](const char* at) { return ask(control, verb::get, at, "", wrong); };
  EXPECT_NE(look("/vault/switches").body().find("purge_protection"), std::string::npos);
  EXPECT_EQ(look("/switches").body().find("purge_protection"), std::string::npos);
  EXPECT_EQ(look("/vault/inspect/secrets").body(), "[]");
  EXPECT_EQ(look("/vaults/inspect/secrets").result_int(), 404U);
  EXPECT_EQ(look("/vault").result_int(), 404U);
  EXPECT_FALSE(wrong) << wrong.message();
}

TEST_F(VaultHttps, FaultsAreEachRemotesOwn) {
  tcp::socket control = connect_control();
  const std::vector<std::pair<const char*, boost::system::error_code>> faults{
      {"reset", boost::asio::error::connection_reset},
      {"lost_answer", boost::asio::ssl::error::stream_truncated}};
  for (const auto& [name, expected] : faults) {
    const std::string rule = std::string(R"({"fault":{"name":")") + name + "\"}}";
    ASSERT_EQ(ask(control, verb::post, "/vault/faults", rule, wrong).result_int(), 200U);
    tls_stream graph_stream = connect(serving.port());
    EXPECT_EQ(ask(graph_stream, verb::get, "/v1.0/users", "", wrong).result_int(), 401U);
    tls_stream stream = connect(port, "sim.vault.azure.net");
    static_cast<void>(ask(stream, verb::get, path, "", wrong));
    EXPECT_EQ(wrong, expected) << name << wrong.message();
  }
}

TEST_F(VaultHttps, LateEffectComesByItself) {
  tcp::socket control = connect_control();
  const char* rule =
      R"({"match":{"kind":"secret.set"},"fault":{"name":"late_effect","late_by_ms":1}})";
  ASSERT_EQ(ask(control, verb::post, "/vault/faults", rule, wrong).result_int(), 200U);
  fields given = typed;
  given.emplace_back("Authorization", "Bearer " + fetch_token("https://vault.azure.net/.default"));
  tls_stream stream = connect(port, "sim.vault.azure.net");
  static_cast<void>(ask(stream, verb::put, path, R"({"value":"x"})", wrong, given));
  EXPECT_TRUE(wrong);
  // Each look runs what is due, and so ends the wait whatever the timer did.
  std::string shown = "[]";
  while (shown == "[]") {
    shown = ask(control, verb::get, "/vault/inspect/secrets", "", wrong).body();
    ASSERT_FALSE(wrong) << wrong.message();
  }
  EXPECT_NE(shown.find(R"("made_by":"late")"), std::string::npos) << shown;
}

}  // namespace
}  // namespace daypass::key_vault_simulator

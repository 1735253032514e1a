// What an operator reads when Graph or its sign-in isn't who it should be, and that neither the
// client secret nor a token went there.
#include "graph_watch.hpp"
#include "integration/net/peer_test.hpp"
#include "system_clock.hpp"

#include "daypass/entra/graph_directory.hpp"
#include "daypass/observe/observer.hpp"

namespace daypass::net::testing {
namespace {

constexpr const char* login_name = "login.corp.example";
constexpr const char* graph_name = "graph.corp.example";
constexpr const char* secret_canary = "s3cr3t-canary-of-the-application";

class GraphBehindBadPeers : public PeerTest {
 protected:
  GraphBehindBadPeers() {
    show(login, login_name);
    show(graph, graph_name);
    const std::string reply = std::string(R"({"token_type":"Bearer","expires_in":3600,)") +
                              R"("access_token":")" + token_canary + "\"}";
    login.answer = reply_with(200, reply, "Content-Type: application/json\r\n");
  }

  static void show(recording_peer& peer, const std::string& name, long ends_in_s = 3600) {
    certificate_wish wish;
    wish.alternative_name = "DNS:" + name;
    wish.ends_in_s = ends_in_s;
    peer.show(trusted_authority().issue(wish));
  }

  // Reads the pass policy, as a daemon does that starts; `log` has what it writes.
  result<tenant_pass_policy> read_policy() {
    const auto time = make_system_clock(context.get_executor());
    const auto random = make_system_entropy();
    observe::observe_settings seen;
    seen.form = observe::log_form::text;
    seen.sink = [this](std::string_view line) { log.append(line).append("\n"); };
    const auto observer = observe::make_observer(std::move(seen), time.get());
    graph_watch watch(*observer);
    auto to_graph = make_https_client(context.get_executor(), settings_for(graph, graph_name));
    auto to_login = make_https_client(context.get_executor(), settings_for(login, login_name));
    EXPECT_TRUE(to_graph && to_login);
    entra::graph_settings settings;
    settings.sign_in = entra::make_client_secret_credential(
        {"contoso.example", "client"}, [] { return secret_text::copy_of(secret_canary); },
        **to_login, *time);
    const auto directory = entra::make_graph_directory(context.get_executor(), std::move(settings),
                                                       **to_graph, *time, *random, watch);
    auto policy =
        run(context,
            directory->read_pass_policy({time->steady_now() + std::chrono::seconds(20), false}));
    (*to_graph)->stop();
    (*to_login)->stop();
    hear_out(login);
    hear_out(graph);
    return policy;
  }

  recording_peer login{context};
  recording_peer graph{context};
  std::string log;
};

TEST_F(GraphBehindBadPeers, SendsNoSecretToASignInWhoseCertificateHasExpired) {
  show(login, login_name, -60);
  const auto policy = read_policy();
  ASSERT_FALSE(policy);
  EXPECT_EQ(policy.error().kind, failure::retryable);
  EXPECT_EQ(policy.error().scope, failure_scope::lane);
  const auto said = "sign-in: https://login.corp.example:" + std::to_string(login.port()) +
                    ": certificate of 'login.corp.example': certificate has expired";
  EXPECT_EQ(policy.error().what, said);
  EXPECT_TRUE(log.contains("no access token can be had: " + said)) << log;
  EXPECT_FALSE(log.contains("canary")) << log;
  expect_no_request(login);
  EXPECT_FALSE(login.heard.contains(secret_canary));
  EXPECT_EQ(graph.connections, 0);
}

TEST_F(GraphBehindBadPeers, SendsNoTokenToAGraphOfAnotherName) {
  show(graph, "graph.evil.example");
  const auto policy = read_policy();
  ASSERT_FALSE(policy);
  EXPECT_EQ(policy.error().kind, failure::retryable);
  EXPECT_EQ(policy.error().scope, failure_scope::lane);
  EXPECT_TRUE(
      policy.error().what.ends_with("https://graph.corp.example:" + std::to_string(graph.port()) +
                                    ": certificate of 'graph.corp.example': hostname mismatch"))
      << policy.error().what;
  EXPECT_TRUE(login.deciphered.contains(secret_canary));
  expect_no_request(graph);
}

TEST_F(GraphBehindBadPeers, FollowsNoRedirectOfTheSignIn) {
  login.answer = reply_with(
      302, "", "Location: https://graph.corp.example:" + std::to_string(graph.port()) + "/\r\n");
  const auto policy = read_policy();
  ASSERT_FALSE(policy);
  EXPECT_TRUE(policy.error().what.starts_with("sign-in: 302")) << policy.error().what;
  EXPECT_TRUE(login.deciphered.contains(secret_canary));
  EXPECT_EQ(graph.connections, 0);
}

TEST_F(GraphBehindBadPeers, SendsTheTokenToTheGoodOne) {
  graph.answer = reply_with(403, "{}");
  ASSERT_FALSE(read_policy());
  EXPECT_TRUE(graph.deciphered.contains(token_canary)) << log;
  EXPECT_FALSE(log.contains("canary")) << log;
}

}  // namespace
}  // namespace daypass::net::testing

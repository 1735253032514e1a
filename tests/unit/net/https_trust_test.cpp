#include "unit/net/scripted_server.hpp"

#include <gtest/gtest.h>

namespace daypass::net::testing {
namespace {

namespace asio = boost::asio;

struct trust_case {
  const char* name;
  const char* host;
  certificate_wish wish;
  const char* expected;  // empty: accepted; else what the error says
};

class HttpsTrust : public ::testing::TestWithParam<trust_case> {};

result<http_response> fetch(const identity& who, const std::string& host,
                            const std::string& ca_file, int max_version = 0) {
  asio::io_context context;
  scripted_server server(context, who, answer_all);
  if (max_version != 0) {
    SSL_CTX_set_security_level(server.tls.native_handle(), 0);
    SSL_CTX_set_max_proto_version(server.tls.native_handle(), max_version);
  }
  https_client_settings settings;
  settings.host = host;
  settings.port = server.port();
  settings.ca_file = ca_file;
  auto client = make_https_client(context.get_executor(), settings);
  if (!client) return std::unexpected(client.error());
  auto answer = run(context, (*client)->send(post("secret")));
  if (!answer) EXPECT_TRUE(server.requests.empty());
  return answer;
}

TEST_P(HttpsTrust, DecidesByTheCertificate) {
  const auto& given = GetParam();
  const auto answer =
      fetch(usual_authority().issue(given.wish), given.host, usual_authority().file());
  if (*given.expected == '\0') {
    EXPECT_TRUE(answer) << answer.error().what;
    return;
  }
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, net_errc::certificate_refused);
  EXPECT_EQ(answer.error().kind, failure::retryable);
  EXPECT_EQ(answer.error().scope, failure_scope::lane);
  EXPECT_NE(answer.error().what.find(given.expected), std::string::npos) << answer.error().what;
  EXPECT_NE(answer.error().what.find(given.host), std::string::npos) << answer.error().what;
}

INSTANTIATE_TEST_SUITE_P(
    Certificates, HttpsTrust,
    ::testing::Values(
        trust_case{"Good", "localhost", {}, ""}, trust_case{"GoodAddress", "127.0.0.1", {}, ""},
        trust_case{"Expired", "localhost", {"DNS:localhost", -7200, -3600}, "expired"},
        trust_case{"NotYet", "localhost", {"DNS:localhost", 3600, 7200}, "not yet valid"},
        trust_case{"WrongHost", "localhost", {"DNS:graph.example"}, "ostname mismatch"},
        trust_case{"NameOnlyInCommonName", "localhost", {"DNS:x.example"}, "ostname mismatch"},
        trust_case{"NameIsNoAddress", "127.0.0.1", {"DNS:localhost"}, "IP address mismatch"},
        trust_case{"PartialWildcard", "localhost", {"DNS:local*"}, "ostname mismatch"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(HttpsTrustOfAuthorities, RefusesAnUnknownAuthority) {
  const test_authority other;
  const auto answer = fetch(other.issue({}), "localhost", usual_authority().file());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, net_errc::certificate_refused);
}

TEST(HttpsTrustOfAuthorities, RefusesATestAuthorityUnderTheSystemsTrust) {
  const auto answer = fetch(usual_identity(), "localhost", "");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, net_errc::certificate_refused);
}

TEST(HttpsTrustOfAuthorities, SaysWhichFileCannotBeRead) {
  const auto answer = fetch(usual_identity(), "localhost", "/nonexistent/ca.pem");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, net_errc::bad_trust);
  EXPECT_EQ(answer.error().kind, failure::permanent);
  EXPECT_NE(answer.error().what.find("/nonexistent/ca.pem"), std::string::npos);
}

TEST(HttpsTrustOfVersions, SpeaksTls12AndRefusesOlder) {
  EXPECT_TRUE(fetch(usual_identity(), "localhost", usual_authority().file(), TLS1_2_VERSION));
  const auto old = fetch(usual_identity(), "localhost", usual_authority().file(), TLS1_1_VERSION);
  ASSERT_FALSE(old);
  EXPECT_EQ(old.error().code, net_errc::tls_failed);
  EXPECT_EQ(old.error().kind, failure::retryable);
}

}  // namespace
}  // namespace daypass::net::testing

// Who is refused before a byte of a request is sent, what the error says, and who isn't.
#include "integration/net/peer_test.hpp"

namespace daypass::net::testing {
namespace {

template <typename Case>
class PeerCase : public PeerTest, public ::testing::WithParamInterface<Case> {};

class BadPeer : public PeerCase<bad_peer_case> {};
class EndlessPeer : public PeerCase<bad_peer_case> {};
class GoodPeer : public PeerCase<good_peer_case> {};

void expect_refused(const result<http_response>& answer, const bad_peer_case& given,
                    const recording_peer& peer) {
  ASSERT_FALSE(answer);
  const auto& got = answer.error();
  EXPECT_EQ(got.code, given.code) << got.what;
  EXPECT_EQ(got.kind, failure::retryable);
  EXPECT_EQ(got.scope, failure_scope::lane);
  const auto label = "https://" + std::string(given.host) + ":" + std::to_string(peer.port());
  EXPECT_TRUE(got.what.starts_with(label + ": ")) << got.what;
  EXPECT_TRUE(got.what.contains(given.told)) << got.what;
  EXPECT_FALSE(got.what.contains("canary"));
}

TEST_P(BadPeer, GetsNoByteOfARequest) {
  recording_peer peer(context);
  GetParam().arrange(peer);
  const auto answer = send(peer, settings_for(peer, GetParam().host));
  expect_refused(answer, GetParam(), peer);
  EXPECT_EQ(peer.connections, 1);
  EXPECT_FALSE(peer.heard.empty());
  expect_no_request(peer);
}

template <typename Case>
std::string name_of(const ::testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Certificate, BadPeer, ::testing::ValuesIn(bad_certificates()),
                         name_of<bad_peer_case>);
INSTANTIATE_TEST_SUITE_P(Authority, BadPeer, ::testing::ValuesIn(bad_authorities()),
                         name_of<bad_peer_case>);
INSTANTIATE_TEST_SUITE_P(Handshake, BadPeer, ::testing::ValuesIn(bad_handshakes()),
                         name_of<bad_peer_case>);

TEST_P(GoodPeer, GetsTheRequestAndTheToken) {
  recording_peer peer(context);
  GetParam().arrange(peer);
  const auto answer = send(peer, settings_for(peer, GetParam().host));
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->body.view(), "hello");
  EXPECT_TRUE(peer.deciphered.contains(token_canary));
  EXPECT_TRUE(peer.deciphered.contains(body_canary));
  EXPECT_FALSE(peer.heard.contains(token_canary));
  EXPECT_GT(largest_application_record(peer.heard), std::string_view(token_canary).size());
  EXPECT_EQ(peer.asked_name, GetParam().asked_name);
}

INSTANTIATE_TEST_SUITE_P(Certificate, GoodPeer, ::testing::ValuesIn(good_peers()),
                         name_of<good_peer_case>);

TEST_P(EndlessPeer, IsLeftWhenTheTimeForItIsOver) {
  recording_peer peer(context);
  GetParam().arrange(peer);
  auto settings = settings_for(peer, GetParam().host);
  settings.connect_timeout = std::chrono::milliseconds(300);
  const auto began = std::chrono::steady_clock::now();
  const auto answer = send(peer, settings);
  const auto took = std::chrono::steady_clock::now() - began;
  expect_refused(answer, GetParam(), peer);
  expect_no_request(peer);
  EXPECT_LT(took, std::chrono::seconds(10));
}

INSTANTIATE_TEST_SUITE_P(Handshake, EndlessPeer, ::testing::ValuesIn(endless_handshakes()),
                         name_of<bad_peer_case>);

TEST_F(PeerTest, RunsWhereTheSystemAllowsEverything) {
  SSL_CTX* plain = SSL_CTX_new(TLS_client_method());
  EXPECT_EQ(SSL_CTX_get_security_level(plain), 0);
  EXPECT_EQ(SSL_CTX_get_min_proto_version(plain), TLS1_VERSION);
  SSL_CTX_free(plain);
}

// A name given by a server is an answer, not an order.
class RedirectingPeer : public PeerTest, public ::testing::WithParamInterface<const char*> {};

TEST_P(RedirectingPeer, IsNotFollowed) {
  recording_peer elsewhere(context);
  recording_peer peer(context);
  for (auto* each : {&elsewhere, &peer}) good_peers().front().arrange(*each);
  const auto place = "https://login.corp.example:" + std::to_string(elsewhere.port()) + "/";
  std::string answer = GetParam();
  for (auto at = answer.find("PLACE"); at != std::string::npos; at = answer.find("PLACE", at)) {
    answer.replace(at, std::string_view("PLACE").size(), place);
  }
  peer.answer = "HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\n\r\n";
  const auto got = send(peer, settings_for(peer, good_peers().front().host));
  ASSERT_TRUE(got) << got.error().what;
  EXPECT_EQ(std::to_string(got->status), answer.substr(0, 3));
  EXPECT_TRUE(peer.deciphered.contains(token_canary));
  EXPECT_EQ(elsewhere.connections, 0);
  EXPECT_EQ(elsewhere.heard, "");
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, RedirectingPeer,
    ::testing::Values("301 Moved Permanently\r\nLocation: PLACE", "302 Found\r\nLocation: PLACE",
                      "303 See Other\r\nLocation: PLACE",
                      "307 Temporary Redirect\r\nLocation: PLACE",
                      "308 Permanent Redirect\r\nLocation: PLACE",
                      "200 OK\r\nRefresh: 0; url=PLACE\r\nContent-Location: PLACE",
                      "421 Misdirected Request\r\nAlt-Svc: h2=\"PLACE\""),
    [](const auto& info) { return "Status" + std::string(info.param).substr(0, 3); });

}  // namespace
}  // namespace daypass::net::testing

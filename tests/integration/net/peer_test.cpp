#include "integration/net/peer_test.hpp"

#include "daypass/base/assert.hpp"
#include "daypass/base/secret_text.hpp"

#include <openssl/conf.h>

#include <string_view>
#include <utility>

namespace daypass::net::testing {
namespace {

bool weaken_openssl() {
  constexpr std::string_view rules =
      "openssl_conf = start\n[start]\nssl_conf = ssl\n[ssl]\nsystem_default = weak\n"
      "[weak]\nMinProtocol = TLSv1\nCipherString = ALL:aNULL:eNULL:@SECLEVEL=0\n";
  BIO* source = BIO_new_mem_buf(rules.data(), static_cast<int>(rules.size()));
  CONF* conf = NCONF_new(nullptr);
  const bool read = NCONF_load_bio(conf, source, nullptr) == 1;
  const bool loaded = read && CONF_modules_load(conf, nullptr, 0) == 1;
  NCONF_free(conf);
  BIO_free(source);
  return loaded;
}

}  // namespace

PeerTest::PeerTest() {
  static const bool weakened = weaken_openssl();
  static const auto secrets = initialise_secret_memory(1 << 16);
  DAYPASS_ASSERT(weakened && secrets);
}

https_client_settings PeerTest::settings_for(const recording_peer& peer,
                                             const std::string& host) const {
  https_client_settings settings;
  settings.host = host;
  settings.port = peer.port();
  settings.ca_file = trusted_authority().file();
  return settings;
}

result<http_response> PeerTest::send(recording_peer& peer, const https_client_settings& settings) {
  auto client = make_https_client(context.get_executor(), settings);
  if (!client) return std::unexpected(client.error());
  auto request = post(body_canary);
  auto token = secret_text::copy_of(token_canary);
  DAYPASS_ASSERT(token);
  request.secret = secret_header{.value = std::make_shared<const secret_text>(std::move(*token))};
  auto answer = run(context, (*client)->send(std::move(request)));
  (*client)->stop();
  client->reset();
  hear_out(peer);
  return answer;
}

void PeerTest::hear_out(const recording_peer& peer) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  context.restart();
  context.poll();
  while (peer.open != 0) ASSERT_NE(context.run_one_until(limit), 0U) << "a connection stays open";
}

void expect_no_request(const recording_peer& peer) {
  EXPECT_EQ(peer.deciphered, "");
  for (const auto* part : {token_canary, body_canary, "Authorization", "POST", "Host:"}) {
    EXPECT_FALSE(peer.heard.contains(part)) << part;
  }
  constexpr std::size_t alert_and_some = 32;
  EXPECT_LE(largest_application_record(peer.heard), alert_and_some);
}

}  // namespace daypass::net::testing

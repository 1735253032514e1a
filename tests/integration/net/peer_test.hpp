#pragma once
// What the tests against a recording_peer share.

#include "integration/net/bad_peer_case.hpp"
#include "unit/net/scripted_server.hpp"

#include "daypass/net/https_client.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace daypass::net::testing {

/// The bearer token of every request, and a text of its body.
inline constexpr const char* token_canary = "eyJ0b2tlbi1vZi1jb250b3NvLTRhN2YxYzk1.canary";
inline constexpr const char* body_canary = "client_secret=s3cr3t-canary-77";

/// A machine whose administrator has set OpenSSL to allow everything: what is refused then is
/// refused by the product.
class PeerTest : public ::testing::Test {
 protected:
  PeerTest();

  [[nodiscard]] https_client_settings settings_for(const recording_peer& peer,
                                                   const std::string& host) const;

  /// A POST with both canaries, and what came of it once the peer has heard the connection's end.
  result<http_response> send(recording_peer& peer, const https_client_settings& settings);

  /// Runs the context until no connection to the peer is open.
  void hear_out(const recording_peer& peer);

  boost::asio::io_context context;
};

/// Fails the test when any byte of a request is among what came: deciphered, in plain, or in a
/// record large enough for it.
void expect_no_request(const recording_peer& peer);

}  // namespace daypass::net::testing

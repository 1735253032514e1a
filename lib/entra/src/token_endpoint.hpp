#pragma once
// A tenant's token endpoint: what every sign-in that goes there has in common.
// Protocol: OAuth 2.0 client credentials; Entra v2-oauth2-client-creds-grant-flow.

#include "daypass/entra/credential.hpp"

namespace daypass::entra {

class token_endpoint {
 public:
  token_endpoint(app_registration who, net::https_client& login, clock& time)
      : who_(std::move(who)), login_(login), time_(time) {}

  /// A request that lacks the proof, which is for the caller to add as form fields.
  [[nodiscard]] net::http_request request_for(const token_demand& wanted) const;

  /// Sends it and reads the answer. Errors as credential::sign_in.
  [[nodiscard]] boost::asio::awaitable<result<fresh_token>> ask(net::http_request request,
                                                                steady_instant deadline,
                                                                bool urgent) const;

  [[nodiscard]] const app_registration& who() const { return who_; }

  /// The path that requests go to.
  [[nodiscard]] std::string target() const;

 private:
  app_registration who_;
  net::https_client& login_;
  clock& time_;
};

/// A secret that can't be read keeps the whole lane from signing in.
[[nodiscard]] error no_proof(error why);

/// Sends a request for a token: it changes nothing, so whatever became of it may be made again.
[[nodiscard]] boost::asio::awaitable<result<net::http_response>> send_for_token(
    net::https_client* to, net::http_request request, steady_instant deadline, bool urgent);

/// The Retry-After of an answer, an hour at most.
[[nodiscard]] std::optional<duration> retry_after_of(const net::http_response& response,
                                                     instant now);

}  // namespace daypass::entra

// The sign-ins that send a proof with the request: a secret, an assertion signed here by a
// certificate's key, or one by another issuer whom the application trusts.
#include "client_assertion.hpp"
#include "guid.hpp"
#include "token_endpoint.hpp"

#include "daypass/net/percent_encoding.hpp"

#include <boost/asio/this_coro.hpp>

namespace daypass::entra {
namespace {

/// Puts a proof among a request's form fields.
using proof_writer = void (*)(net::http_request& request, const secret_text& proof);

void add_secret(net::http_request& request, const secret_text& secret) {
  net::append_form_field(request.body, "client_secret", secret);
}

void add_assertion(net::http_request& request, const secret_text& assertion) {
  net::append_form_field(request.body, "client_assertion_type",
                         "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
  net::append_form_field(request.body, "client_assertion", assertion);
}

class proof_credential final : public credential {
 public:
  proof_credential(token_endpoint endpoint, secret_reader proof, proof_writer write)
      : endpoint_(std::move(endpoint)), proof_(std::move(proof)), write_(write) {}

  boost::asio::awaitable<result<fresh_token>> sign_in(token_demand wanted, steady_instant deadline,
                                                      bool urgent) override {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto request = endpoint_.request_for(wanted);
    if (auto proved = prove(request); !proved) co_return std::unexpected(no_proof(proved.error()));
    co_return co_await endpoint_.ask(std::move(request), deadline, urgent);
  }

 private:
  // Apart, so that the proof is gone while the answer is waited for.
  result<void> prove(net::http_request& request) const {
    const auto proof = proof_();
    if (!proof) return std::unexpected(proof.error());
    write_(request, *proof);
    return {};
  }

  token_endpoint endpoint_;
  secret_reader proof_;
  proof_writer write_;
};

}  // namespace

std::shared_ptr<credential> make_client_secret_credential(app_registration who,
                                                          secret_reader secret,
                                                          net::https_client& login, clock& time) {
  return std::make_shared<proof_credential>(token_endpoint(std::move(who), login, time),
                                            std::move(secret), add_secret);
}

std::shared_ptr<credential> make_certificate_credential(app_registration who, std::string authority,
                                                        secret_reader pem, net::https_client& login,
                                                        clock& time, entropy& random) {
  token_endpoint endpoint(std::move(who), login, time);
  const auto assertion = [audience = std::move(authority) + endpoint.target(),
                          client_id = endpoint.who().client_id, pem = std::move(pem), &time,
                          &random]() -> result<secret_text> {
    const auto key = pem();
    if (!key) return std::unexpected(key.error());
    return make_client_assertion(*key, {audience, client_id, fresh_guid(random), time.now()});
  };
  return std::make_shared<proof_credential>(std::move(endpoint), assertion, add_assertion);
}

std::shared_ptr<credential> make_workload_credential(app_registration who, secret_reader token,
                                                     net::https_client& login, clock& time) {
  return std::make_shared<proof_credential>(token_endpoint(std::move(who), login, time),
                                            std::move(token), add_assertion);
}

}  // namespace daypass::entra

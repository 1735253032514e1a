// The sign-ins that send an assertion: signed here by a certificate's key, or by another issuer
// whom the application trusts.
#include "client_assertion.hpp"
#include "guid.hpp"
#include "token_endpoint.hpp"

#include "daypass/net/percent_encoding.hpp"

#include <boost/asio/this_coro.hpp>

namespace daypass::entra {
namespace {

void add_assertion(net::http_request& request, const secret_text& assertion) {
  net::append_form_field(request.body, "client_assertion_type",
                         "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
  net::append_form_field(request.body, "client_assertion", assertion);
}

class certificate_credential final : public credential {
 public:
  certificate_credential(token_endpoint endpoint, std::string authority, secret_reader pem,
                         clock& time, entropy& random)
      : endpoint_(std::move(endpoint)),
        audience_(std::move(authority) + endpoint_.target()),
        pem_(std::move(pem)),
        time_(time),
        random_(random) {}

  boost::asio::awaitable<result<fresh_token>> sign_in(token_demand wanted, steady_instant deadline,
                                                      bool urgent) override {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto request = endpoint_.request_for(wanted);
    if (auto proved = prove(request); !proved) co_return std::unexpected(no_proof(proved.error()));
    co_return co_await endpoint_.ask(std::move(request), deadline, urgent);
  }

 private:
  // Apart, so that key and assertion are gone while the answer is waited for.
  result<void> prove(net::http_request& request) {
    const auto pem = pem_();
    if (!pem) return std::unexpected(pem.error());
    const auto assertion = make_client_assertion(
        *pem, {audience_, endpoint_.who().client_id, fresh_guid(random_), time_.now()});
    if (!assertion) return std::unexpected(assertion.error());
    add_assertion(request, *assertion);
    return {};
  }

  token_endpoint endpoint_;
  std::string audience_;
  secret_reader pem_;
  clock& time_;
  entropy& random_;
};

class workload_credential final : public credential {
 public:
  workload_credential(token_endpoint endpoint, secret_reader token)
      : endpoint_(std::move(endpoint)), token_(std::move(token)) {}

  boost::asio::awaitable<result<fresh_token>> sign_in(token_demand wanted, steady_instant deadline,
                                                      bool urgent) override {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto request = endpoint_.request_for(wanted);
    if (auto proved = prove(request); !proved) co_return std::unexpected(no_proof(proved.error()));
    co_return co_await endpoint_.ask(std::move(request), deadline, urgent);
  }

 private:
  result<void> prove(net::http_request& request) const {
    const auto token = token_();
    if (!token) return std::unexpected(token.error());
    add_assertion(request, *token);
    return {};
  }

  token_endpoint endpoint_;
  secret_reader token_;
};

}  // namespace

std::shared_ptr<credential> make_certificate_credential(app_registration who, std::string authority,
                                                        secret_reader pem, net::https_client& login,
                                                        clock& time, entropy& random) {
  return std::make_shared<certificate_credential>(token_endpoint(std::move(who), login, time),
                                                  std::move(authority), std::move(pem), time,
                                                  random);
}

std::shared_ptr<credential> make_workload_credential(app_registration who, secret_reader token,
                                                     net::https_client& login, clock& time) {
  return std::make_shared<workload_credential>(token_endpoint(std::move(who), login, time),
                                               std::move(token));
}

}  // namespace daypass::entra

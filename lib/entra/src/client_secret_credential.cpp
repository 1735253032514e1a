#include "token_endpoint.hpp"

#include "daypass/net/percent_encoding.hpp"

#include <boost/asio/this_coro.hpp>

namespace daypass::entra {
namespace {

class client_secret_credential final : public credential {
 public:
  client_secret_credential(token_endpoint endpoint, secret_reader secret)
      : endpoint_(std::move(endpoint)), secret_(std::move(secret)) {}

  boost::asio::awaitable<result<fresh_token>> sign_in(token_demand wanted, steady_instant deadline,
                                                      bool urgent) override {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    const auto secret = secret_();
    if (!secret) co_return std::unexpected(no_proof(secret.error()));
    auto request = endpoint_.request_for(wanted);
    net::append_form_field(request.body, "client_secret", *secret);
    co_return co_await endpoint_.ask(std::move(request), deadline, urgent);
  }

 private:
  token_endpoint endpoint_;
  secret_reader secret_;
};

}  // namespace

std::shared_ptr<credential> make_client_secret_credential(app_registration who,
                                                          secret_reader secret,
                                                          net::https_client& login, clock& time) {
  return std::make_shared<client_secret_credential>(token_endpoint(std::move(who), login, time),
                                                    std::move(secret));
}

}  // namespace daypass::entra

// The sign-in of a machine or container that Azure itself vouches for.
// Protocol: Entra managed-identities-azure-resources/how-to-use-vm-token; App Service
// overview-managed-identity (REST endpoint).
#include "token_endpoint.hpp"

#include "daypass/net/percent_encoding.hpp"

#include <boost/asio/this_coro.hpp>

namespace daypass::entra {
namespace {

class managed_identity final : public credential {
 public:
  managed_identity(managed_identity_settings settings, net::https_client& endpoint, clock& time)
      : settings_(std::move(settings)), endpoint_(endpoint), time_(time) {}

  boost::asio::awaitable<result<fresh_token>> sign_in(token_demand wanted, steady_instant deadline,
                                                      bool urgent) override {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    auto request = request_for(wanted);
    if (!request) co_return std::unexpected(no_proof(request.error()));
    auto response = co_await send_for_token(&endpoint_, std::move(*request), deadline, urgent);
    if (!response) co_return std::unexpected(std::move(response.error()));
    const instant now = time_.now();
    co_return read_identity_reply(response->status, response->body.view(),
                                  retry_after_of(*response, now), now);
  }

 private:
  [[nodiscard]] result<net::http_request> request_for(const token_demand& wanted) const {
    net::http_request request;
    const bool platform = static_cast<bool>(settings_.header);
    request.target = settings_.target + "?api-version=" + (platform ? "2019-08-01" : "2018-02-01") +
                     "&resource=" + net::encode_query_value(wanted.audience);
    if (!settings_.client_id.empty()) {
      request.target += "&client_id=" + net::encode_query_value(settings_.client_id);
    }
    if (!platform) {
      // What a page in a browser, or a server that is talked into a request, can't add.
      request.headers.add("Metadata", "true");
      return request;
    }
    auto header = settings_.header();
    if (!header) return std::unexpected(std::move(header.error()));
    request.secret =
        net::secret_header{.name = "X-IDENTITY-HEADER",
                           .prefix = "",
                           .value = std::make_shared<const secret_text>(std::move(*header))};
    return request;
  }

  managed_identity_settings settings_;
  net::https_client& endpoint_;
  clock& time_;
};

}  // namespace

std::shared_ptr<credential> make_managed_identity_credential(managed_identity_settings settings,
                                                             net::https_client& endpoint,
                                                             clock& time) {
  return std::make_shared<managed_identity>(std::move(settings), endpoint, time);
}

}  // namespace daypass::entra

#include "token_endpoint.hpp"

#include "daypass/domain/refusal.hpp"
#include "daypass/entra/claims_challenge.hpp"
#include "daypass/net/http_date.hpp"
#include "daypass/net/percent_encoding.hpp"

#include <boost/asio/this_coro.hpp>

namespace daypass::entra {
namespace {

error not_answered(const error& sent) {
  if (sent.kind == failure::cancelled) {
    return {failure::cancelled, failure_scope::hire, refusal::given_up, "sign-in: given up",
            std::nullopt};
  }
  return {failure::retryable, failure_scope::lane, refusal::unavailable, "sign-in: " + sent.what,
          std::nullopt};
}

}  // namespace

error no_proof(error why) {
  why.scope = failure_scope::lane;
  why.code = refusal::unauthorised;
  return why;
}

boost::asio::awaitable<result<net::http_response>> send_for_token(net::https_client* to,
                                                                  net::http_request request,
                                                                  steady_instant deadline,
                                                                  bool urgent) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  request.deadline = deadline;
  request.urgent = urgent;
  auto response = co_await to->send(std::move(request));
  if (!response) co_return std::unexpected(not_answered(response.error()));
  co_return response;
}

std::optional<duration> retry_after_of(const net::http_response& response, instant now) {
  const auto text = response.headers.find("Retry-After");
  return text ? net::parse_retry_after(*text, now, hours{1}) : std::nullopt;
}

std::string token_endpoint::target() const {
  return "/" + net::encode_path_segment(who_.tenant) + "/oauth2/v2.0/token";
}

net::http_request token_endpoint::request_for(const token_demand& wanted) const {
  net::http_request request;
  request.method = "POST";
  request.target = target();
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  request.headers.add("Accept", "application/json");
  net::append_form_field(request.body, "grant_type", "client_credentials");
  net::append_form_field(request.body, "client_id", who_.client_id);
  net::append_form_field(request.body, "scope", wanted.audience + "/.default");
  net::append_form_field(request.body, "claims", claims_to_ask(wanted.claims));
  return request;
}

boost::asio::awaitable<result<fresh_token>> token_endpoint::ask(net::http_request request,
                                                                steady_instant deadline,
                                                                bool urgent) const {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  auto response = co_await send_for_token(&login_, std::move(request), deadline, urgent);
  if (!response) co_return std::unexpected(std::move(response.error()));
  const instant now = time_.now();
  reply_facts facts{.retry_after = retry_after_of(*response, now)};
  if (const auto date = response->headers.find("Date")) {
    if (const auto theirs = net::parse_http_date(*date, now)) facts.clock_behind = *theirs - now;
  }
  co_return read_token_reply(response->status, response->body.view(), facts);
}

}  // namespace daypass::entra

#include "secret_caller.hpp"

#include "daypass/domain/unanswered.hpp"
#include "daypass/net/http_date.hpp"

#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

#include <utility>

namespace daypass::vault {
namespace {

namespace asio = boost::asio;

constexpr hours longest_retry_after{6};
constexpr int unauthorized = 401;
constexpr int too_many_requests = 429;
constexpr int server_failed = 500;
constexpr int unavailable_now = 503;

}  // namespace

std::string secret_caller::words(const store_request& asked, std::string_view said) const {
  return fmt::format("{}: {}: {}", store_, asked.doing, said);
}

asio::awaitable<result<store_answer>> secret_caller::call(store_request asked,
                                                          call_options options) {
  co_await asio::this_coro::throw_if_cancelled(false);
  for (bool again = false;; again = true) {
    auto token = co_await tokens_.get(options.deadline, options.urgent);
    if (!token) co_return std::unexpected(std::move(token.error()));
    auto answer = co_await attempt(&asked, options, *token);
    if (!answer || answer->status != unauthorized) co_return answer;
    tokens_.drop(*token);
    if (!again) continue;
    co_return fail(failure::permanent, refusal::unauthorised,
                   words(asked, "the token is refused (401): is it of the vault's own tenant?"),
                   failure_scope::lane);
  }
}

asio::awaitable<result<store_answer>> secret_caller::attempt(
    const store_request* asked, call_options options, std::shared_ptr<const secret_text> token) {
  co_await asio::this_coro::throw_if_cancelled(false);
  net::http_request request;
  request.method = asked->method;
  request.target = asked->target;
  request.headers.add("Accept", "application/json");
  if (!asked->body.empty()) request.headers.add("Content-Type", "application/json");
  request.secret.emplace().value = std::move(token);
  request.body = net::wiped_buffer::copy_of(asked->body.view());
  request.deadline = options.deadline;
  request.send_before = options.send_before;
  request.urgent = options.urgent;
  auto response = co_await client_.send(std::move(request));
  if (!response) {
    error why = std::move(response.error());
    why.code = refusal_of_unanswered(why.kind);
    why.what = words(*asked, why.what);
    co_return std::unexpected(std::move(why));
  }
  store_answer answer{.status = response->status, .body = std::move(response->body)};
  if (answer.good()) answer.body.release();
  if (const auto text = response->headers.find("Retry-After")) {
    answer.retry_after = net::parse_retry_after(*text, time_.now(), longest_retry_after);
  }
  const std::string said = fmt::format("answered {}", answer.status);
  if (answer.status == too_many_requests || answer.status >= server_failed) {
    const bool untouched = answer.status == too_many_requests || answer.status == unavailable_now ||
                           asked->method == "GET";
    error why{failure::unknown_effect, failure_scope::lane, refusal::unavailable,
              words(*asked, said), answer.retry_after};
    if (untouched) why.kind = failure::retryable;
    if (answer.status == too_many_requests) {
      why.kind = failure::throttled;
      why.code = refusal::throttled;
    }
    co_return std::unexpected(std::move(why));
  }
  co_return answer;
}

}  // namespace daypass::vault

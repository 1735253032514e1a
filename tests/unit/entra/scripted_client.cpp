#include "scripted_client.hpp"

#include <boost/asio/this_coro.hpp>

namespace daypass::entra {

boost::asio::awaitable<result<net::http_response>> scripted_client::send(
    net::http_request request) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  seen_request kept{request.method,
                    request.target,
                    std::string(request.headers.wire_form()),
                    {},
                    std::string(request.body.view()),
                    request.urgent,
                    request.fresh_connection,
                    request.deadline};
  if (request.secret) kept.token = request.secret->value->expose();
  seen.push_back(std::move(kept));
  const scripted_answer answer = script.front();
  if (script.size() > 1) script.pop_front();
  if (answer.delay > duration::zero()) co_await time_.sleep(answer.delay);
  if (answer.failed) co_return std::unexpected(*answer.failed);
  net::http_response response;
  response.status = answer.status;
  for (const auto& [name, value] : answer.headers) response.headers.add(name, value);
  response.body = net::wiped_buffer::copy_of(answer.body);
  co_return response;
}

}  // namespace daypass::entra

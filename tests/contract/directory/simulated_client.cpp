#include "simulated_client.hpp"

#include <utility>

namespace daypass::contract {
namespace {

entra_simulator::request translated(const net::http_request& request) {
  auto made = entra_simulator::make_request(request.method, request.target,
                                            std::string(request.body.view()));
  for (std::size_t i = 0; i < request.headers.size(); ++i) {
    const auto field = request.headers.at(i);
    made.headers.push_back({std::string(field.name), std::string(field.value)});
  }
  if (request.secret) {
    made.headers.push_back({request.secret->name,
                            request.secret->prefix + std::string(request.secret->value->expose())});
  }
  return made;
}

std::unexpected<error> no_answer(const std::string& method) {
  const bool harmless = method == "GET";
  return fail(harmless ? failure::retryable : failure::unknown_effect, net::net_errc::closed_early,
              "closed before the answer");
}

}  // namespace

boost::asio::awaitable<result<net::http_response>> simulated_client::send(
    net::http_request request) {
  const bool for_token = request.target.contains("/oauth2/");
  const mishap struck = for_token ? mishap::none : std::exchange(next, mishap::none);
  if (struck == mishap::lost_request) co_return no_answer(request.method);
  auto& granted = service_.state().set.permissions;
  const auto before = granted;
  if (struck == mishap::no_permission) granted.clear();
  const auto exchanged = service_.handle(translated(request), time_.now());
  granted = before;
  if (struck == mishap::lost_answer || exchanged.how.how != entra_simulator::ending::answer) {
    co_return no_answer(request.method);
  }
  net::http_response response;
  response.status = exchanged.answer.status;
  for (const auto& [name, value] : exchanged.answer.headers) response.headers.add(name, value);
  response.body = net::wiped_buffer::copy_of(exchanged.answer.body);
  co_return response;
}

}  // namespace daypass::contract

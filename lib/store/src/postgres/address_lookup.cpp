#include "address_lookup.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace daypass::store::postgres {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// Shared with the resolver's handler, which may come after all have left.
struct lookup {
  explicit lookup(const asio::any_io_executor& executor) : resolver(executor), bell(executor) {}

  tcp::resolver resolver;
  asio::steady_timer bell;
  bool arrived = false;
  boost::system::error_code problem;
  std::vector<std::string> addresses;
};

bool needs_no_lookup(const std::string& name) {
  boost::system::error_code not_an_address;
  asio::ip::make_address(name, not_an_address);
  return !not_an_address;
}

asio::awaitable<std::shared_ptr<lookup>> look_up(asio::any_io_executor executor, std::string name,
                                                 std::chrono::steady_clock::time_point until) {
  co_await asio::this_coro::throw_if_cancelled(false);
  auto asked = std::make_shared<lookup>(executor);
  asked->bell.expires_at(until);
  asked->resolver.async_resolve(
      name, "", [asked](const boost::system::error_code& problem, const auto& found) {
        asked->arrived = true;
        asked->problem = problem;
        for (const auto& entry : found) {
          asked->addresses.push_back(entry.endpoint().address().to_string());
        }
        asked->bell.cancel();
      });
  co_await asked->bell.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return asked;
}

}  // namespace

asio::awaitable<places_found> find_places(asio::any_io_executor executor,
                                          std::vector<postgres_host> hosts,
                                          std::chrono::steady_clock::time_point until) {
  co_await asio::this_coro::throw_if_cancelled(false);
  places_found found;
  for (const postgres_host& host : hosts) {
    if (host.name.starts_with('/')) {
      found.places.push_back({host.name, "", host.port});
    } else if (needs_no_lookup(host.name)) {
      found.places.push_back({host.name, host.name, host.port});
    } else {
      const auto answer = co_await look_up(executor, host.name, until);
      for (const std::string& address : answer->addresses) {
        found.places.push_back({host.name, address, host.port});
      }
      if (!answer->addresses.empty()) continue;
      const std::string why = answer->arrived ? answer->problem.message() : "no answer in time";
      found.problems += host.name + ": name lookup: " + why + "; ";
    }
  }
  co_return found;
}

}  // namespace daypass::store::postgres

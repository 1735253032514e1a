#include "news_of_others.hpp"

#include "worker.hpp"

#include <boost/asio/this_coro.hpp>

namespace daypass::engine {

namespace asio = boost::asio;

asio::awaitable<void> follow_news_of_others(workshop* shop) {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (!shop->stopping) {
    const std::vector<hire_key> changed = co_await shop->with.members->changed_elsewhere();
    for (const hire_key& key : changed) look_at(shop, key);
  }
}

}  // namespace daypass::engine

#include "workshop.hpp"

#include <boost/asio/this_coro.hpp>

namespace daypass::engine {

namespace asio = boost::asio;

namespace {
constexpr auto wake_pause = seconds{1};
}  // namespace

workshop::workshop(parts given)
    : with(std::move(given)),
      rules(std::make_shared<planner::policy>(with.rules)),
      meaning(with.meaning),
      board(with.room),
      children(with.executor, with.time),
      work_to_do(with.executor),
      policy_asked(with.executor),
      letters_to_send(with.executor),
      quiet(with.executor) {}

asio::awaitable<std::uint64_t> wake_surely(
    workshop* shop, std::function<asio::awaitable<result<std::uint64_t>>(instant now)> call) {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (!shop->stopping) {
    const auto woken = co_await call(shop->with.time.now());
    if (woken) {
      shop->wake();
      co_return *woken;
    }
    if (shop->stopping) break;
    shop->with.reports.report(happening::store_trouble{woken.error()});
    co_await shop->quiet.wait_until(&shop->with.time, shop->with.time.steady_now() + wake_pause);
  }
  co_return 0;
}

asio::awaitable<std::uint64_t> wake_for_meaning(workshop* shop) {
  const auto wake_all = [shop, basis = shop->meaning->basis()](instant now) {
    return shop->with.state.wake_all(basis, now);
  };
  return wake_surely(shop, wake_all);
}

void workshop::wake() {
  look_now = true;
  work_to_do.set();
}

}  // namespace daypass::engine

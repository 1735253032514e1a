#include "daypass/ports/wake_event.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace daypass {
namespace {

namespace asio = boost::asio;

asio::awaitable<void> wait_for(asio::steady_timer* timer) {
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await timer->async_wait(asio::as_tuple(asio::use_awaitable));
}

asio::awaitable<void> sleep_for(clock* time, duration longest) {
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await time->sleep(longest);
}

}  // namespace

asio::awaitable<void> wake_event::wait() {
  return wait_for(&timer_);
}

asio::awaitable<void> wake_event::wait_until(clock* time,
                                             std::chrono::steady_clock::time_point until) {
  using asio::experimental::awaitable_operators::operator||;
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto now = time->steady_now();
  if (until <= now) co_return;
  co_await (wait_for(&timer_) || sleep_for(time, std::chrono::ceil<duration>(until - now)));
}

asio::awaitable<bool> is_cancelled() {
  const auto state = co_await asio::this_coro::cancellation_state;
  co_return state.cancelled() != asio::cancellation_type::none;
}

}  // namespace daypass

#include "daypass/ports/wake_event.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <bit>
#include <utility>

namespace daypass {

namespace asio = boost::asio;

void wake_event::set() {
  if (std::exchange(awaited_, false)) timer_.cancel();
  for (const auto& one : std::exchange(bells_, {})) {
    if (const auto bell = one.lock()) bell->cancel();
  }
}

asio::awaitable<void> wake_event::wait() {
  co_await asio::this_coro::throw_if_cancelled(false);
  awaited_ = true;
  co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
}

asio::awaitable<void> wake_event::wait_until(clock* time,
                                             std::chrono::steady_clock::time_point until) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto now = time->steady_now();
  if (until <= now) co_return;
  auto bell = std::make_shared<asio::steady_timer>(timer_.get_executor());
  // Now and then: many may wait, and each comes again and again.
  if (std::has_single_bit(bells_.size())) {
    std::erase_if(bells_, [](const auto& one) { return one.expired(); });
  }
  bells_.push_back(bell);
  co_await time->wait(std::move(bell), std::chrono::ceil<duration>(until - now));
}

asio::awaitable<bool> is_cancelled() {
  const auto state = co_await asio::this_coro::cancellation_state;
  co_return state.cancelled() != asio::cancellation_type::none;
}

}  // namespace daypass

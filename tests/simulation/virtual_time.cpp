#include "simulation/virtual_time.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace daypass::simulation {

namespace asio = boost::asio;

virtual_clock::place virtual_clock::next_place(duration longest) {
  const duration far = hours{24 * 365};
  return {now_ + std::min(std::max(longest, duration(0)), far), sequence_++};
}

asio::awaitable<void> virtual_clock::wait(std::shared_ptr<asio::steady_timer> bell,
                                          duration longest) {
  co_await asio::this_coro::throw_if_cancelled(false);
  bell->expires_at(asio::steady_timer::time_point::max());
  const place mine = next_place(longest);
  sleepers_.emplace(mine, [bell] { bell->cancel(); });
  co_await bell->async_wait(asio::as_tuple(asio::use_awaitable));
  sleepers_.erase(mine);
}

asio::awaitable<void> virtual_clock::sleep(duration longest) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const place mine = next_place(longest);
  co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(
      [this, mine](auto complete) {
        auto slot = asio::get_associated_cancellation_slot(complete);
        auto executor = asio::get_associated_executor(complete);
        sleepers_.emplace(mine, [executor, complete = std::move(complete)]() mutable {
          asio::post(executor, std::move(complete));
        });
        if (!slot.is_connected()) return;
        slot.assign([this, mine](asio::cancellation_type) {
          const auto found = sleepers_.find(mine);
          if (found == sleepers_.end()) return;
          handler wake = std::move(found->second);
          sleepers_.erase(found);
          wake();
        });
      },
      asio::use_awaitable);
}

instant virtual_clock::next_wake() const {
  return sleepers_.empty() ? never : sleepers_.begin()->first.first;
}

void virtual_clock::wake_next() {
  const auto first = sleepers_.begin();
  now_ = std::max(now_, first->first.first);
  handler wake = std::move(first->second);
  sleepers_.erase(first);
  wake();
}

void virtual_clock::step(duration by) {
  stepped_ += by;
  auto woken = std::exchange(sleepers_, {});
  for (auto& [when, wake] : woken) wake();
}

void virtual_clock::drift(std::int64_t ppm) {
  stepped_ = now() - now_;
  drifts_since_ = now_;
  drift_ppm_ = ppm;
}

void virtual_clock::drop_sleepers() {
  auto dropped = std::exchange(sleepers_, {});
  dropped.clear();
}

}  // namespace daypass::simulation

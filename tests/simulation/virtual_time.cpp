#include "simulation/virtual_time.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace daypass::simulation {

namespace asio = boost::asio;

asio::awaitable<void> virtual_clock::sleep(duration longest) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const duration far = hours{24 * 365};
  const place mine{now_ + std::min(std::max(longest, duration(0)), far), sequence_++};
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

void virtual_clock::drop_sleepers() {
  auto dropped = std::exchange(sleepers_, {});
  dropped.clear();
}

}  // namespace daypass::simulation

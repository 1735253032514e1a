#include "system_clock.hpp"

#include "daypass/base/assert.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/rand.h>
#include <sys/timerfd.h>

#include <array>
#include <list>
#include <utility>

namespace daypass {
namespace {

namespace asio = boost::asio;

class machine_clock final : public clock {
 public:
  explicit machine_clock(asio::any_io_executor executor)
      : executor_(executor),
        settings_(executor, ::timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC)) {
    DAYPASS_ASSERT(settings_.is_open());
    watch_for_settings();
  }

  [[nodiscard]] instant now() const override {
    return std::chrono::floor<duration>(std::chrono::system_clock::now());
  }

  [[nodiscard]] std::chrono::steady_clock::time_point steady_now() const override {
    return std::chrono::steady_clock::now();
  }

  asio::awaitable<void> sleep(duration longest) override {
    return wait(std::make_shared<asio::steady_timer>(executor_), longest);
  }

  asio::awaitable<void> wait(std::shared_ptr<asio::steady_timer> bell, duration longest) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    constexpr duration bound = hours{24};
    bell->expires_after(std::min(longest, bound));
    const auto self = bells_.insert(bells_.end(), bell);
    co_await bell->async_wait(asio::as_tuple(asio::use_awaitable));
    bells_.erase(self);
  }

 private:
  /// A far-away absolute timer is cancelled by the kernel when the clock is set
  /// (timerfd_create(2)).
  void watch_for_settings() {
    itimerspec far{};
    far.it_value.tv_sec = std::numeric_limits<std::int32_t>::max();
    ::timerfd_settime(settings_.native_handle(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &far,
                      nullptr);
    settings_.async_wait(asio::posix::stream_descriptor::wait_read,
                         [this](const boost::system::error_code& failed) {
                           if (failed) return;
                           std::uint64_t ticks = 0;
                           (void)!::read(settings_.native_handle(), &ticks, sizeof ticks);
                           for (const auto& bell : bells_) bell->cancel();
                           watch_for_settings();
                         });
  }

  asio::any_io_executor executor_;
  asio::posix::stream_descriptor settings_;
  std::list<std::shared_ptr<asio::steady_timer>> bells_;  ///< Of all who wait.
};

class openssl_entropy final : public entropy {
 public:
  [[nodiscard]] std::uint64_t next() override {
    if (left_ == 0) {
      DAYPASS_ASSERT(RAND_bytes(reinterpret_cast<unsigned char*>(drawn_.data()),
                                static_cast<int>(sizeof drawn_)) == 1);
      left_ = drawn_.size();
    }
    return std::exchange(drawn_[--left_], 0);
  }

 private:
  // A call of OpenSSL's generator costs the same for eight bytes as for many.
  std::array<std::uint64_t, 64> drawn_{};
  std::size_t left_ = 0;
};

}  // namespace

std::unique_ptr<clock> make_system_clock(asio::any_io_executor executor) {
  return std::make_unique<machine_clock>(std::move(executor));
}

std::unique_ptr<entropy> make_system_entropy() {
  return std::make_unique<openssl_entropy>();
}

}  // namespace daypass

#pragma once
// A clock that stands until it is moved.

#include "daypass/ports/clock.hpp"

namespace daypass::observe {

class fixed_clock final : public clock {
 public:
  [[nodiscard]] instant now() const override { return now_; }
  [[nodiscard]] std::chrono::steady_clock::time_point steady_now() const override {
    return std::chrono::steady_clock::time_point(now_ - start);
  }
  boost::asio::awaitable<void> sleep(duration) override { co_return; }
  boost::asio::awaitable<void> wait(std::shared_ptr<boost::asio::steady_timer>, duration) override {
    co_return;
  }

  void advance(duration by) { now_ += by; }

 private:
  static constexpr instant start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 30} +
                                 std::chrono::hours{7} + milliseconds{5}};
  instant now_ = start;
};

}  // namespace daypass::observe

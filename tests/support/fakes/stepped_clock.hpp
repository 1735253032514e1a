#pragma once
// A clock that a test moves by hand, and randomness from a seed.

#include "support/run_awaitable.hpp"

#include "daypass/ports/clock.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <utility>

namespace daypass::fakes {

/// Both clocks stand still until they are stepped. One thread.
class stepped_clock final : public clock {
 public:
  explicit stepped_clock(boost::asio::any_io_executor executor,
                         instant start = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23})
      : executor_(std::move(executor)), now_(start) {}

  [[nodiscard]] instant now() const override { return now_; }
  [[nodiscard]] std::chrono::steady_clock::time_point steady_now() const override {
    return std::chrono::steady_clock::time_point(hours{1}) + passed_;
  }
  boost::asio::awaitable<void> sleep(duration longest) override;
  boost::asio::awaitable<void> wait(std::shared_ptr<boost::asio::steady_timer> bell,
                                    duration longest) override;

  /// Moves both clocks and wakes whose sleep is over.
  void step(duration by);

  /// Steps to the nearest end of a sleep; false when nobody sleeps.
  bool step_to_next();

  /// How far off the nearest end of a sleep is; nothing when nobody sleeps.
  [[nodiscard]] std::optional<duration> until_next() const;

 private:
  boost::asio::any_io_executor executor_;
  instant now_;
  duration passed_{0};
  std::multimap<duration, std::shared_ptr<boost::asio::steady_timer>> sleepers_;
};

/// Runs what is ready, and steps the clock whenever nothing is, until `ended` says so or nothing
/// is left to happen.
template <typename Ended>
void run_until(boost::asio::io_context& context, stepped_clock& time, Ended ended) {
  while (!ended()) {
    context.restart();
    if (context.poll() == 0 && !ended() && !time.step_to_next()) return;
  }
}

/// Runs a call to its end, and steps the clock whenever nothing is ready.
template <typename T>
T run(boost::asio::io_context& context, stepped_clock& time, boost::asio::awaitable<T> call) {
  const auto given = support::spawn(context, std::move(call));
  run_until(context, time, [&given] { return given->has_value(); });
  return support::value_of(given);
}

class seeded_entropy final : public entropy {
 public:
  explicit seeded_entropy(std::uint64_t seed) : engine_(seed) {}
  [[nodiscard]] std::uint64_t next() override { return engine_(); }

 private:
  std::mt19937_64 engine_;
};

}  // namespace daypass::fakes

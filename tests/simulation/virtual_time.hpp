#pragma once
// Virtual time: sleepers wait in a heap of ours keyed by (time, sequence), so a seed decides the
// order of everything, and a week passes in an instant.

#include "daypass/ports/clock.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace daypass::simulation {

/// An io_context whose suspended coroutines can be destroyed while what they refer to still lives:
/// a crash.
class crashable_context : public boost::asio::io_context {
 public:
  crashable_context() : boost::asio::io_context(1) {}

  /// Destroys every suspended coroutine. Nothing may be run afterwards.
  void crash() { shutdown(); }
};

class virtual_clock final : public clock {
 public:
  explicit virtual_clock(instant start) : now_(start) {}

  [[nodiscard]] instant now() const override {
    return now_ + stepped_ + (now_ - drifts_since_) * drift_ppm_ / 1'000'000;
  }
  [[nodiscard]] std::chrono::steady_clock::time_point steady_now() const override {
    return std::chrono::steady_clock::time_point(now_.time_since_epoch());
  }
  boost::asio::awaitable<void> sleep(duration longest) override;
  boost::asio::awaitable<void> wait(std::shared_ptr<boost::asio::steady_timer> bell,
                                    duration longest) override;

  /// The machine's clock is set: now() jumps, the order of things does not. All who sleep are
  /// woken, as a timer that is cancelled by a setting of the clock would wake them.
  void step(duration by);

  /// The machine's clock runs fast (or slow) by so many millionths from now on. Nobody is woken.
  void drift(std::int64_t ppm);

  /// True time, which no step of the machine's clock changes.
  [[nodiscard]] instant true_now() const { return now_; }

  /// When the next sleeper wakes; `never` when none sleeps.
  [[nodiscard]] instant next_wake() const;

  /// Moves to the next sleeper and wakes it.
  void wake_next();

  /// Moves on without waking anyone; not beyond the next sleeper.
  void move_to(instant when) { now_ = std::max(now_, when); }

  /// Forgets all sleepers: their coroutines are destroyed.
  void drop_sleepers();

 private:
  using handler = std::move_only_function<void()>;
  using place = std::pair<instant, std::uint64_t>;

  /// Where one who begins to sleep now has its turn.
  [[nodiscard]] place next_place(duration longest);

  instant now_;
  duration stepped_{};
  std::int64_t drift_ppm_ = 0;
  instant drifts_since_{};
  std::uint64_t sequence_ = 0;
  std::map<place, handler> sleepers_;
};

}  // namespace daypass::simulation

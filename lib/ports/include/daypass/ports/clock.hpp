#pragma once
// The only place where time comes from.

#include "daypass/base/time.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <memory>

namespace daypass {

class clock {
 public:
  virtual ~clock() = default;

  /// Now, UTC; may step in either direction.
  [[nodiscard]] virtual instant now() const = 0;

  /// For deadlines inside the process; never steps, never stored.
  [[nodiscard]] virtual std::chrono::steady_clock::time_point steady_now() const = 0;

  /// Waits for at most `longest`, and less when the machine's clock is set or the waiting coroutine
  /// is cancelled. Several may wait at a time.
  virtual boost::asio::awaitable<void> sleep(duration longest) = 0;

  /// The same, and less when `bell` is cancelled, whose expiry is the clock's until then.
  virtual boost::asio::awaitable<void> wait(std::shared_ptr<boost::asio::steady_timer> bell,
                                            duration longest) = 0;
};

/// Randomness, so that a simulation can seed it.
class entropy {
 public:
  virtual ~entropy() = default;

  /// 64 uniform random bits, fit for names that must not be guessed.
  [[nodiscard]] virtual std::uint64_t next() = 0;
};

}  // namespace daypass

#pragma once
// The processes that share one state and its work, and this one's place among them.

#include "daypass/domain/ids.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <vector>

namespace daypass {

/// All calls on the io_context's thread.
class membership {
 public:
  virtual ~membership() = default;

  /// Until when the leases that this process has are surely nobody else's, by the steady clock.
  /// Moves on while the state is reached, and stands still when it isn't, or while this process is
  /// stopped. Nothing that has an effect elsewhere may be sent later. Never goes back.
  [[nodiscard]] virtual std::chrono::steady_clock::time_point leases_hold_until() const = 0;

  /// How many processes share the work and the budgets, this one among them. At least 1.
  [[nodiscard]] virtual std::size_t members() const = 0;

  /// Waits until others have changed what is wanted or ordered of hires that this process has
  /// leases on, and gives those. One waiter. Empty when the caller is cancelled or told no more.
  virtual boost::asio::awaitable<std::vector<hire_key>> changed_elsewhere() = 0;

  /// Ends changed_elsewhere(), now and from now on, with nothing. Leases are held on. Idempotent.
  virtual void stop_telling() = 0;
};

}  // namespace daypass

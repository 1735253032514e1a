#pragma once
// Leaves a remote alone that fails again and again. Pure: time and jitter are arguments.

#include "daypass/base/time.hpp"
#include "daypass/entra/lane_budget.hpp"

#include <optional>

namespace daypass::entra {

struct breaker_limits {
  int failures_max = 10;             ///< So many in a row open it.
  duration pause_min = seconds{2};   ///< Doubles with each probe that fails ...
  duration pause_max = seconds{60};  ///< ... up to this.
};

/// Closed: every call passes. Open: none does until the pause is over, then one probe; its success
/// closes, its failure opens for twice as long. Urgent calls pass always: a lock-out is tried as
/// often as its own backoff says. A failure is a call without an answer, or a 5xx.
class circuit_breaker {
 public:
  explicit circuit_breaker(breaker_limits limits) : limits_(limits) {}

  /// Nothing when the call may be sent; else how long to wait. A call let through must be followed
  /// by one on_success, on_failure or on_abandoned.
  [[nodiscard]] std::optional<duration> ask(steady_instant now, bool urgent);

  /// The remote answered.
  void on_success();

  /// It did not. `jitter` is uniform in [0, 1).
  void on_failure(steady_instant now, double jitter);

  /// The call ended without telling anything about the remote: cancelled before it was sent.
  void on_abandoned() { probing_ = false; }

  [[nodiscard]] bool open() const { return open_until_.has_value(); }

 private:
  breaker_limits limits_;
  int failures_ = 0;
  int openings_ = 0;
  bool probing_ = false;
  std::optional<steady_instant> open_until_;
};

}  // namespace daypass::entra

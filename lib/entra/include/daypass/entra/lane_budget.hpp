#pragma once
// How fast one lane may go: a token bucket that starts at the documented limit and learns. Pure:
// time is an argument.

#include "daypass/base/time.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <set>

namespace daypass::entra {

using steady_instant = std::chrono::steady_clock::time_point;

/// A lane's documented limit, and how much of it may go out at once.
struct lane_limit {
  double requests = 1;        ///< Allowed in each `per`.
  duration per = seconds{1};  ///< As above.
  /// What may go out at once after a pause. A little less than the other side's own bucket holds,
  /// whose clock is not ours. At least 1.
  double burst = 1;
};

/// Graph: throttling-limits, for the smallest tenants (class S); larger ones are learnt.
[[nodiscard]] lane_limit default_read_limit();
[[nodiscard]] lane_limit default_write_limit();
[[nodiscard]] lane_limit default_method_limit();
/// The same source: an application's, whatever it asks.
[[nodiscard]] lane_limit default_limit_of_all();

/// A token is in use until its request has ended (or 5 s later, when it has arrived or never will),
/// and comes back at the lane's pace from then on. So however long requests are on their way, no
/// more of them reach the other side in any span of time than its own bucket, which counts
/// arrivals, allows.
///
/// Learning. A 429 lowers the pace: to what held before the last rise, and by 5 % at least, when
/// none came for ten minutes; by 20 % otherwise. While the lane has been busy and quiet for ten
/// minutes, the pace rises by 1 % of the documented limit a minute (2 % while below it), up to ten
/// times that limit. So a limit that is lower or higher than the documented one is found with at
/// most one probing 429 in ten minutes.
///
/// Retry-After stops the lane until it has passed; a 429 without one, for a second that doubles
/// with each in a row, up to a minute. Urgent calls obey a 429 for a minute at most, and go on at
/// the lane's pace then: one refusal more costs less than an account that stays open for hours. The
/// last 5 % of the burst are for them.
///
/// Processes that share a limit have an equal part of it each: partition, because a word to the
/// others before each request would cost more than a part that lies idle, and all of them draw
/// their work from one queue as fast as their parts allow. A part's burst holds one request at
/// least, so more sharers than the burst has requests may overdraw it.
class lane_budget {
 public:
  explicit lane_budget(lane_limit limit);

  /// When a request may be sent if nothing else is: `now` or earlier means at once.
  [[nodiscard]] steady_instant earliest(steady_instant now, bool urgent) const;

  /// When the last of `ahead` + 1 requests may be sent, if they go out as soon as they may.
  [[nodiscard]] steady_instant earliest_behind(steady_instant now, bool urgent,
                                               std::size_t ahead) const;

  /// Takes one token if one may be had now. Until end_use().
  [[nodiscard]] bool try_take(steady_instant now, bool urgent);

  /// The request that took one at `taken_at` has ended, with an answer or without.
  void end_use(steady_instant taken_at, steady_instant now);

  /// So many processes share the limit from now on, at least 1. Who comes to others that share it
  /// already begins without a burst; what is left of one is divided, and grows by its pace alone.
  void share(steady_instant now, std::size_t sharers);

  /// Somebody waits: the lane is busy, and its pace is worth raising.
  void note_demand(steady_instant now);

  /// An answer that was no refusal for pace. `used_share` is x-ms-throttle-limit-percentage (1 is
  /// the whole limit): above 1 it counts as a warning, and the pace does not rise for ten minutes.
  void on_answer(steady_instant now, std::optional<double> used_share);

  /// A 429. `jitter` is uniform in [0, 1). Those that come while the lane stands still already
  /// don't lower the pace again.
  void on_throttled(steady_instant now, std::optional<duration> retry_after, double jitter);

  /// Retry-After with another status than 429: stops the lane but for urgent calls, whose own
  /// backoff is short, and teaches nothing.
  void hold(steady_instant now, duration pause);

  [[nodiscard]] double requests_per_second() const { return rate_; }
  [[nodiscard]] double tokens(steady_instant now) const;
  [[nodiscard]] steady_instant blocked_until() const { return blocked_until_; }

 private:
  /// How full the bucket is.
  struct filling {
    double spent = 0;  ///< By requests that have ended; falls at the lane's pace.
    int aged = 0;      ///< Of those in use, counted in `spent` already.
  };

  [[nodiscard]] double after_a_while(double spent, steady_instant from, steady_instant to) const;
  [[nodiscard]] filling filling_at(steady_instant now) const;
  void settle(steady_instant now);
  [[nodiscard]] double needed(bool urgent) const;
  void set_burst(double requests);

  double documented_rate_;
  double whole_burst_;
  double burst_;
  double reserve_;
  double rate_;
  double held_rate_;                      // what was kept for ten minutes without a 429
  std::multiset<steady_instant> in_use_;  // when each was taken
  double spent_ = 0;
  steady_instant settled_at_{};
  steady_instant blocked_until_{};
  steady_instant urgent_blocked_until_{};
  std::optional<steady_instant> throttled_at_;
  steady_instant quiet_until_{};  // no rise before this
  std::optional<steady_instant> risen_at_;
  std::optional<steady_instant> demand_at_;
  int in_a_row_ = 0;
  std::size_t sharers_ = 0;  // 0: nobody has said
};

}  // namespace daypass::entra

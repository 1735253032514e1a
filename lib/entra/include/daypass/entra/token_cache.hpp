#pragma once
// Which token to use, and when to fetch another. Pure: time and jitter are arguments.

#include "daypass/entra/lane_budget.hpp"
#include "daypass/entra/token_reply.hpp"

#include <optional>

namespace daypass::entra {

enum class token_need : std::uint8_t {
  none,     ///< The token is good.
  refresh,  ///< It still is, but one caller should fetch the next.
  fetch,    ///< There is none to use.
};

class token_cache {
 public:
  /// What a caller at `now` should do.
  [[nodiscard]] token_need need(steady_instant now) const;

  /// The token; null when there is none, and meaningful only when need() is not `fetch`.
  [[nodiscard]] const shared_token& token() const { return token_; }

  /// Refreshed when a tenth to a fifth of its lifetime is left (`jitter`, uniform in [0, 1), says
  /// where between), so that several daemons don't all come at one moment; unusable a minute
  /// before its end, so that none expires under way.
  void keep(fresh_token fetched, steady_instant now, double jitter);

  /// A refresh failed: the next is tried no sooner than half a minute from now.
  void postpone(steady_instant now);

  /// Graph refused it. Only the one that was refused is dropped: another may have been fetched.
  void drop(const shared_token& refused);

  /// A fetch failed for good or for now: its error answers everybody until a second has passed, so
  /// that a thousand waiters don't make a thousand calls, and until Retry-After has. Urgent callers
  /// obey that for a minute at most. A fetch that succeeds ends it.
  void keep_failure(error why, steady_instant now);

  /// Such a failure, with what is left of Retry-After.
  [[nodiscard]] std::optional<error> recent_failure(steady_instant now, bool urgent) const;

 private:
  shared_token token_;
  steady_instant refresh_at_{};
  steady_instant unusable_at_{};
  std::optional<error> failure_;
  steady_instant failed_at_{};
  steady_instant quiet_until_{};
  steady_instant urgent_quiet_until_{};
};

}  // namespace daypass::entra

#include "daypass/planner/retry.hpp"

#include <algorithm>

namespace daypass::planner {

duration backoff_delay(std::uint32_t failures, std::optional<duration> retry_after, bool revocation,
                       const limits& bounds, std::uint64_t random) {
  const duration first = revocation ? bounds.revoke_retry_first : bounds.retry_first;
  const duration cap = revocation ? bounds.revoke_retry_max : bounds.retry_max;
  constexpr std::uint32_t doublings_max = 20;  // 2^20 s is beyond every cap, and can't overflow.
  const std::uint32_t doublings = std::min(std::max(failures, 1U) - 1, doublings_max);
  const duration longest = std::min(first * (std::int64_t{1} << doublings), cap);
  const auto jittered =
      duration(static_cast<std::int64_t>(random % static_cast<std::uint64_t>(
                                                      std::max<std::int64_t>(longest.count(), 1))) +
               1);
  if (!retry_after) return jittered;
  return (revocation ? std::min(*retry_after, cap) : *retry_after) + jittered / 8;
}

}  // namespace daypass::planner

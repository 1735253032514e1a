#pragma once
// When to try again: exponential backoff with full jitter, Retry-After first.

#include "daypass/base/time.hpp"
#include "daypass/planner/policy.hpp"

#include <cstdint>
#include <optional>

namespace daypass::planner {

/// The delay before attempt `failures` + 1: uniform in (0, min(first * 2^(failures - 1), cap)], and
/// never less than `retry_after`, which a revocation obeys for the cap at most. `failures` counts
/// from 1; `random` is 64 uniform bits.
[[nodiscard]] duration backoff_delay(std::uint32_t failures, std::optional<duration> retry_after,
                                     bool revocation, const limits& bounds, std::uint64_t random);

}  // namespace daypass::planner

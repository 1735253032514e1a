#pragma once
// Whether the daemon can do all of its work, and what a person should know when it can't.

#include "daypass/engine/engine.hpp"
#include "daypass/ports/reporter.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace daypass {

struct readiness_facts {
  engine::condition engine;
  bool draining = false;
  bool feed_connected = false;
  std::vector<std::string> events_lost;  ///< Not acknowledged.
};

/// One line for each thing that is in the way, with its cure; empty: ready. Pure.
[[nodiscard]] std::vector<std::string> why_not_ready(const readiness_facts& facts);

/// How many passes a lane of that pace can issue in a day: a look, the issue and its verification
/// each take one of its requests.
[[nodiscard]] std::uint64_t passes_per_day(double requests_per_second);

/// That a day to come has more hires than the lane has room for (design 7); nothing: none has.
/// Pure.
[[nodiscard]] std::optional<happening::day_exceeds_lane> day_too_busy(
    const std::optional<busy_day>& busiest, double requests_per_second);

/// The same in words, with the cure.
[[nodiscard]] std::string words_of(const happening::day_exceeds_lane& what);

}  // namespace daypass

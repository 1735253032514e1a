#pragma once
// The table of answers that aren't to be had: what a server writes, and as what it is refused.

#include "daypass/net/net_errc.hpp"

#include <cstddef>
#include <limits>
#include <ostream>
#include <span>
#include <string>

namespace daypass::net::testing {

inline constexpr std::size_t without_end = std::numeric_limits<std::size_t>::max();
inline constexpr std::size_t small_body_max = 64UL * 1024;

/// `start`, then `again` so many `times`; then the server listens on and closes nothing, so that
/// only what it wrote can end the exchange.
struct hostile_answer {
  std::string name;
  net_errc code;
  std::string start;
  std::string again = {};
  std::size_t times = 0;
  std::size_t max_body = small_body_max;
  std::size_t memory_max = 512UL * 1024;
};

inline void PrintTo(const hostile_answer& given, std::ostream* out) {
  *out << given.name;
}

[[nodiscard]] std::span<const hostile_answer> too_large_answers();
[[nodiscard]] std::span<const hostile_answer> two_way_answers();  ///< Read differently by two.
[[nodiscard]] std::span<const hostile_answer> malformed_answers();

}  // namespace daypass::net::testing

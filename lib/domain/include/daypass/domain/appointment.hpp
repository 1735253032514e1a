#pragma once
// When a hire's pass shall become usable: the local intent beside the computed instant.

#include "daypass/base/time.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace daypass {

/// How a local wall-clock time became an instant (design 6).
enum class local_resolution : std::uint8_t {
  plain,            ///< The local time exists once.
  shifted_forward,  ///< It falls into a gap: moved forward by the gap.
  earlier_of_two,   ///< It exists twice: the earlier instant.
};

struct appointment {
  std::chrono::year_month_day date;  ///< The local start date.
  minutes time_of_day{8 * 60};       ///< The local hour, 0 to 23:59.
  std::string zone;                  ///< IANA name or fixed offset, resolvable by calendar.
  bool fixed_offset = false;         ///< The zone knows no DST: shown as a warning.
  std::string tz_version;            ///< Version of the tz database that gave `activation_at`.
  instant activation_at{};           ///< First instant at which the pass shall be usable.
  local_resolution how = local_resolution::plain;

  friend bool operator==(const appointment&, const appointment&) = default;
};

}  // namespace daypass

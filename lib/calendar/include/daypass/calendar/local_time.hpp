#pragma once
// Wall-clock time in a zone, and the instant it stands for.

#include "daypass/base/time.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace daypass::calendar {

/// The years in which local times and instants are resolved: [first, last].
inline constexpr std::chrono::year first_year{1970};
inline constexpr std::chrono::year last_year{2199};

/// What a clock on the wall shows, without saying where: a date and a time in [00:00, 24:00).
struct local_time_point {
  std::chrono::year_month_day date;
  std::chrono::minutes time_of_day{0};

  friend bool operator==(const local_time_point&, const local_time_point&) = default;
};

/// How a local time was turned into an instant.
enum class resolution : std::uint8_t {
  plain,            ///< The local time exists once.
  shifted_forward,  ///< It is skipped (a DST gap, a skipped day): moved on by the gap's length.
  earlier_of_two,   ///< It comes twice (clocks go back): the earlier one.
};

[[nodiscard]] std::string_view to_string(resolution how);

/// The instant a local time stands for, and how it was found.
struct resolved_instant {
  instant at;
  resolution how = resolution::plain;

  friend bool operator==(const resolved_instant&, const resolved_instant&) = default;
};

/// An instant as a clock in some zone shows it, in whole seconds (rounded down).
struct zone_reading {
  std::chrono::year_month_day date;
  std::chrono::seconds time_of_day{0};
  std::chrono::seconds utc_offset{0};  ///< East of UTC is positive.
  std::string abbreviation;            ///< Such as CEST; for zones without letters such as +03.

  friend bool operator==(const zone_reading&, const zone_reading&) = default;
};

}  // namespace daypass::calendar

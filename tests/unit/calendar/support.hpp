#pragma once
// What the calendar tests share.

#include "daypass/calendar/local_time.hpp"
#include "daypass/calendar/parse.hpp"
#include "daypass/calendar/zone_database.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string_view>

namespace daypass::calendar {

/// The system's tzdata, read once per test program.
inline const zone_snapshot& system_zones() {
  static const auto loaded = zone_snapshot::load("/usr/share/zoneinfo");
  if (!loaded) throw std::runtime_error(loaded.error().what);
  return **loaded;
}

/// `local("2026-03-29", "02:30")`.
inline local_time_point local(std::string_view date, std::string_view time) {
  return {parse_date(date).value(), parse_time_of_day(time).value()};
}

/// `at("2026-03-29T01:30:00Z")`.
inline instant at(std::string_view timestamp) {
  return parse_timestamp(timestamp).value();
}

}  // namespace daypass::calendar

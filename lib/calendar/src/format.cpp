#include "daypass/calendar/format.hpp"

#include "fixed_offset.hpp"

#include "daypass/calendar/zone_database.hpp"

#include <fmt/format.h>

namespace daypass::calendar {
namespace {

std::string date_text(std::chrono::year_month_day date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

/// `08:00`, or `08:00:30` when there are seconds.
std::string clock_text(seconds time) {
  const auto total = time.count();
  auto text = fmt::format("{:02}:{:02}", total / 3600, total / 60 % 60);
  if (total % 60 != 0) text += fmt::format(":{:02}", total % 60);
  return text;
}

}  // namespace

result<std::string> format_local(const zone_snapshot& zones, std::string_view zone_id, instant at) {
  const auto shown = zones.to_local(zone_id, at);
  if (!shown) return std::unexpected(shown.error());
  auto text = fmt::format("{} {}", date_text(shown->date), clock_text(shown->time_of_day));
  if (offset_of_id(zone_id)) return fmt::format("{} {}", text, zone_id);
  // Zones without an abbreviation of their own have the offset for one: once is enough.
  if (!shown->abbreviation.starts_with('+') && !shown->abbreviation.starts_with('-')) {
    text += fmt::format(" {}", shown->abbreviation);
  }
  const bool west = shown->utc_offset < seconds(0);
  return fmt::format("{} ({}{}) {}", text, west ? '-' : '+',
                     clock_text(std::chrono::abs(shown->utc_offset)), zone_id);
}

std::string format_timestamp(instant at) {
  if (at == never) return "never";
  const auto day = std::chrono::floor<days>(at);
  const auto time = std::chrono::floor<seconds>(at - day).count();
  return fmt::format("{}T{:02}:{:02}:{:02}Z", date_text(std::chrono::year_month_day(day)),
                     time / 3600, time / 60 % 60, time % 60);
}

}  // namespace daypass::calendar

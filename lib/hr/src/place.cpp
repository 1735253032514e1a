#include "place.hpp"

#include "daypass/calendar/zone_name.hpp"

#include <fmt/format.h>

namespace daypass::hr {

checked<std::string> zone_place(const calendar::zone_snapshot& zones, std::string_view given,
                                std::string_view country) {
  const auto zone = calendar::resolve_zone(zones, given, country);
  if (zone) return "zone:" + zone->as_given;
  // calendar's own words quote the input, which an event's message never does.
  std::string why = zone.error().code.message();
  if (const auto right = zones.name_spelled_like(given)) {
    why += fmt::format(" (did you mean {}?)", *right);
  }
  return refuse(decode_errc::zone_unknown, std::move(why));
}

}  // namespace daypass::hr

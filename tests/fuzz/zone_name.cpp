// What HR systems call a time zone.
#include "daypass/calendar/zone_name.hpp"

#include "target.hpp"

#include "daypass/calendar/calendar_error.hpp"
#include "daypass/calendar/format.hpp"
#include "daypass/calendar/zone_database.hpp"

namespace daypass::fuzz {
namespace {

const calendar::zone_snapshot& zones() {
  static const auto loaded = calendar::zone_snapshot::load("/usr/share/zoneinfo").value();
  return *loaded;
}

void require_zone(const calendar::zone_name& zone, std::string_view given) {
  require(zone.as_given == given, "a zone is kept as it was given");
  require(zones().knows(zone.id), "a zone that was understood exists");
  const auto start = zones().to_instant(zone.id, {std::chrono::year{2026} / 11 / 30, hours{8}});
  require(start.has_value(), "a local time has an instant in it");
  const auto shown = zones().to_local(zone.id, start->at);
  require(shown && shown->date.ok(), "an instant has a local time in it");
  const bool posix = given.starts_with("Etc/");  // The only names in which plus is west.
  if (zone.fixed_offset && !posix) {
    require(!given.contains('-') || shown->utc_offset <= seconds{0}, "a minus is west");
    require(!given.contains('+') || shown->utc_offset >= seconds{0}, "a plus is east");
  }
  require(calendar::format_local(zones(), zone.id, start->at).has_value(), "and can be shown");
  const auto again = calendar::resolve_zone(zones(), zone.id);
  require(again && again->id == zone.id && again->fixed_offset == zone.fixed_offset,
          "the id of a zone names the same zone");
}

}  // namespace

void read_one(std::string_view bytes) {
  const auto country = take_line(bytes);
  const auto zone = calendar::resolve_zone(zones(), bytes, country);
  if (zone) {
    require_zone(*zone, bytes);
    return;
  }
  require(zone.error().code.category() == calendar::calendar_category(), "a refusal has a code");
  require_words(zone.error().what, 480);
  require(std::ranges::all_of(zone.error().what, [](char c) { return c >= ' ' && c <= '~'; }),
          "a refusal is plain ASCII");
}

}  // namespace daypass::fuzz

#include "daypass/calendar/zone_name.hpp"

#include "abbreviation.hpp"
#include "fixed_offset.hpp"
#include "refusal.hpp"
#include "windows_zone.hpp"

#include "daypass/calendar/zone_database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace daypass::calendar {
namespace {

constexpr std::size_t zone_name_max = 64;

/// The shape alone: nothing here asks whether there is such a zone.
result<void> check_shape(std::string_view given) {
  if (given.find_first_not_of(' ') == std::string_view::npos) {
    return refuse(calendar_errc::empty_zone,
                  "time zone is empty: send an IANA name such as Europe/Berlin");
  }
  if (given.size() > zone_name_max) {
    return refuse(calendar_errc::zone_too_long,
                  fmt::format("time zone has {} characters, and no name has more than {}: send an "
                              "IANA name such as Europe/Berlin",
                              given.size(), zone_name_max));
  }
  const auto malformed = [&](std::string_view why) {
    return refuse(calendar_errc::malformed_zone,
                  fmt::format("time zone {} {}", quoted(given), why));
  };
  if (!std::ranges::all_of(given, [](char c) { return c >= ' ' && c <= '~'; })) {
    return malformed("has characters that no zone name has: send it in plain ASCII");
  }
  if (given.front() == ' ' || given.back() == ' ') {
    return malformed("has a space before or after it: send it without");
  }
  if (given.front() == '/' || given.contains("..") || given.contains('\\')) {
    return malformed("is a path: send an IANA name such as Europe/Berlin");
  }
  if (given.starts_with("(UTC") || given.starts_with("(GMT")) {
    return malformed(
        "is what Windows displays: send the zone's id, such as W. Europe Standard Time");
  }
  return {};
}

std::unexpected<error> refuse_abbreviation(std::string_view given, std::string_view abbreviation) {
  return refuse(calendar_errc::abbreviation,
                fmt::format("time zone {} is an abbreviation, and those are ambiguous or know no "
                            "DST: send an IANA name such as {}",
                            quoted(given), meant_by(abbreviation)));
}

bool is_fixed(std::string_view iana_name) {
  constexpr auto without_area = std::to_array<std::string_view>(
      {"UTC", "GMT", "UCT", "Universal", "Zulu", "GMT+0", "GMT-0", "GMT0", "Greenwich"});
  return iana_name.starts_with("Etc/") ||
         std::ranges::find(without_area, iana_name) != without_area.end();
}

std::optional<std::string> right_spelling(const zone_snapshot& zones, std::string_view given) {
  auto name = zones.name_spelled_like(given);
  if (name && !is_abbreviation(*name)) return name;
  return windows_name_spelled_like(given);
}

std::unexpected<error> refuse_unknown(const zone_snapshot& zones, std::string_view given) {
  if (const auto right = right_spelling(zones, given)) {
    return refuse(calendar_errc::unknown_zone,
                  fmt::format("time zone {} is unknown; did you mean {}? Send it in that spelling",
                              quoted(given), *right));
  }
  std::string capitals(given);
  std::ranges::transform(capitals, capitals.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  if (is_abbreviation(capitals)) return refuse_abbreviation(given, capitals);
  if (given.ends_with(" Time")) {
    return refuse(calendar_errc::unknown_zone,
                  fmt::format("time zone {} is no Windows zone known here: check it against "
                              "`tzutil /l`, or send an IANA name such as Europe/Berlin",
                              quoted(given)));
  }
  return refuse(calendar_errc::unknown_zone,
                fmt::format("time zone {} is neither in tzdata {} nor a Windows name: check the "
                            "spelling, or update tzdata",
                            quoted(given), zones.version()));
}

}  // namespace

result<zone_name> resolve_zone(const zone_snapshot& zones, std::string_view given,
                               std::string_view country_alpha2) {
  if (auto checked = check_shape(given); !checked) return std::unexpected(checked.error());
  if (zones.has_name(given) && !is_abbreviation(given)) {
    return zone_name{std::string(given), std::string(given), is_fixed(given)};
  }
  const auto offset = parse_offset(given);
  if (offset.reading == offset_reading::malformed) {
    return refuse(calendar_errc::malformed_zone,
                  fmt::format("time zone {} is no offset between -12:00 and +14:00: write it as "
                              "+05:30, or better send an IANA name",
                              quoted(given)));
  }
  if (offset.reading == offset_reading::offset) {
    return zone_name{offset_id(offset.east_of_utc), std::string(given), true};
  }
  if (auto zone = zone_of_windows_name(zones, given, country_alpha2)) {
    return zone_name{*zone, std::string(given), is_fixed(*zone)};
  }
  return refuse_unknown(zones, given);
}

}  // namespace daypass::calendar

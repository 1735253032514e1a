#pragma once
// What HR systems call a time zone, turned into what can be computed with.

#include "daypass/base/error.hpp"

#include <string>
#include <string_view>

namespace daypass::calendar {

class zone_snapshot;

/// A zone that was understood.
struct zone_name {
  std::string id;             ///< For zone_snapshot: an IANA name or link, or UTC+05:30.
  std::string as_given;       ///< What the event said, for display and for asking again.
  bool fixed_offset = false;  ///< A fixed offset knows no DST: worth a warning to HR.

  friend bool operator==(const zone_name&, const zone_name&) = default;
};

/// Understands `given`, exact in case:
/// - IANA names; old links (Asia/Calcutta) are kept as given;
/// - Windows names (CLDR windowsZones: the row of `country_alpha2` first, then the world's);
/// - fixed offsets: `+05:30`, `UTC+5:30`, `GMT+10`, `UTC`, `Z`; a plus is east of Greenwich, except
///   in the tz database's own `Etc/GMT+10`.
///
/// Abbreviations are refused, also those that tzdata has files for (EST, CET, EST5EDT). Errors:
/// empty_zone, zone_too_long, malformed_zone, abbreviation, unknown_zone; each `what` names the
/// cure, and the right spelling where only the case differs. `country_alpha2` may be empty; a
/// country without a row of its own is ignored. Any thread.
[[nodiscard]] result<zone_name> resolve_zone(const zone_snapshot& zones, std::string_view given,
                                             std::string_view country_alpha2 = {});

}  // namespace daypass::calendar

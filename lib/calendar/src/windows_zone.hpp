#pragma once
// Windows names of time zones, such as `W. Europe Standard Time` (CLDR windowsZones, through ICU).

#include <optional>
#include <string>
#include <string_view>

namespace daypass::calendar {

class zone_snapshot;

/// The IANA name that `windows_name` stands for in the country, or anywhere when the country (two
/// letters, or empty) has no row of its own; always one that `zones` has. None for other names.
[[nodiscard]] std::optional<std::string> zone_of_windows_name(const zone_snapshot& zones,
                                                              std::string_view windows_name,
                                                              std::string_view country_alpha2);

/// The Windows name that differs from `name` in case only.
[[nodiscard]] std::optional<std::string> windows_name_spelled_like(std::string_view name);

}  // namespace daypass::calendar

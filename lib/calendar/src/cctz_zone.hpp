#pragma once
// TZif bytes into a cctz zone. The one place that touches cctz's global hook.

#include <cctz/time_zone.h>

#include <optional>
#include <string>
#include <string_view>

namespace daypass::calendar {

/// The zone that `tzif` describes, or none when cctz can't read the bytes. cctz keeps each zone for
/// the life of the process under its name, so the name it gets is that of the zone and a digest of
/// the bytes: an update makes a new zone, and equal bytes share one (45 KB). Any thread.
[[nodiscard]] std::optional<cctz::time_zone> load_cctz_zone(std::string_view name,
                                                            const std::string& tzif);

}  // namespace daypass::calendar

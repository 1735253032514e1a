#pragma once
// Instants as text.

#include "daypass/base/error.hpp"
#include "daypass/base/time.hpp"

#include <string>
#include <string_view>

namespace daypass::calendar {

class zone_snapshot;

/// `2026-03-29 08:00 CEST (+02:00) Europe/Berlin`; without an abbreviation where the zone has none
/// (`2026-03-29 08:00 (+03:00) Asia/Riyadh`), and `2026-03-29 08:00 UTC+05:30` for a fixed offset.
/// Seconds are shown when there are any. Errors as zone_snapshot::to_local.
[[nodiscard]] result<std::string> format_local(const zone_snapshot& zones, std::string_view zone_id,
                                               instant at);

/// `2026-03-29T06:00:00Z` (RFC 3339), rounded down to the second; every instant but `never`, which
/// is written as `never`.
[[nodiscard]] std::string format_timestamp(instant at);

}  // namespace daypass::calendar

#pragma once
// Time zones, as calendar understands them.

#include "problem.hpp"

#include "daypass/calendar/zone_database.hpp"

#include <string>
#include <string_view>

namespace daypass::hr {

/// `zone:` and the zone as it was given, when calendar can resolve it; `country` may be empty. A
/// refusal names the cure, and the right spelling where only the case differs.
[[nodiscard]] checked<std::string> zone_place(const calendar::zone_snapshot& zones,
                                              std::string_view given, std::string_view country);

}  // namespace daypass::hr

#pragma once
// Graph's timestamps: ISO 8601 in UTC.

#include "daypass/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace daypass::entra {

/// `2022-06-02T16:21:09.765173Z`, with 0 to 9 digits of fraction, cut to microseconds. A missing
/// zone is UTC, as in innerError; any other zone is nothing we know.
[[nodiscard]] std::optional<instant> parse_graph_time(std::string_view text);

/// `YYYY-MM-DDThh:mm:ssZ`, cut to the second.
[[nodiscard]] std::string format_graph_time(instant at);

}  // namespace daypass::entra

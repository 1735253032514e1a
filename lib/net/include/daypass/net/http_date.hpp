#pragma once
// Dates in HTTP headers, and Retry-After.

#include "daypass/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace daypass::net {

/// The instant of an HTTP date in any of its three formats (RFC 9110 5.6.7): IMF-fixdate, RFC 850,
/// asctime. `now` places the two-digit year of RFC 850: no more than 50 years ahead. Nothing for
/// anything else; the day's name isn't checked against the date.
[[nodiscard]] std::optional<instant> parse_http_date(std::string_view text, instant now);

/// The IMF-fixdate of an instant, as a Date header has it.
[[nodiscard]] std::string format_http_date(instant at);

/// The delay that a Retry-After header asks for (RFC 9110 10.2.3): whole seconds, seconds with a
/// fraction (seen in the wild: `2.128`), or an HTTP date, taken relative to `now`, which is best
/// the reply's own Date. At least zero and at most `longest`; nothing when it can't be read.
[[nodiscard]] std::optional<duration> parse_retry_after(std::string_view text, instant now,
                                                        duration longest);

}  // namespace daypass::net

#pragma once
// Small text work: case folding, percent and base64 encoding, Microsoft's ways to write a time.

#include "daypass/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace daypass::simulator {

/// ASCII lower case; what lies outside ASCII stays as it is.
[[nodiscard]] std::string folded(std::string_view text);
[[nodiscard]] bool equal_folded(std::string_view left, std::string_view right);

/// Undoes percent-encoding; `plus_is_space` for form bodies. A broken escape stays as it is.
[[nodiscard]] std::string percent_decoded(std::string_view text, bool plus_is_space = false);
[[nodiscard]] std::string percent_encoded(std::string_view text);
[[nodiscard]] std::string base64_decoded(std::string_view text);
[[nodiscard]] std::string base64url_encoded(std::string_view bytes);

/// name=value pairs of a query or form, decoded, in their order.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> form_fields(std::string_view text);

/// "2024-08-20T04:25:57Z" (seconds) and "2022-06-02T16:21:09.765173Z" (fraction when there is one).
[[nodiscard]] std::string seconds_text(instant at);
[[nodiscard]] std::string precise_text(instant at);
/// "2024-08-20T04:25:57", as innerError.date is written, and "2016-01-09 02:02:12Z" of the STS.
[[nodiscard]] std::string zoneless_text(instant at);
[[nodiscard]] std::string sts_text(instant at);
/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 5.6.7).
[[nodiscard]] std::string http_date(instant at);

/// Reads an Edm.DateTimeOffset (RFC 3339 with a zone). Nothing when malformed or without a zone.
[[nodiscard]] std::optional<instant> parse_time(std::string_view text);

}  // namespace daypass::simulator

#pragma once
// Dates, times of day and timestamps out of text. Strict: what isn't exactly of the form is
// refused, with an example of the form.

#include "daypass/base/error.hpp"
#include "daypass/base/time.hpp"

#include <chrono>
#include <string_view>

namespace daypass::calendar {

/// `2026-11-21`, of the years 1970 to 2199 (RFC 3339 full-date). Errors: malformed_date,
/// no_such_date, date_out_of_range.
[[nodiscard]] result<std::chrono::year_month_day> parse_date(std::string_view text);

/// `08:00` or `08:00:00`, from 00:00 to 23:59; seconds other than zero are refused, because a
/// local time of a hire is in minutes. Error: malformed_time.
[[nodiscard]] result<std::chrono::minutes> parse_time_of_day(std::string_view text);

/// An RFC 3339 date-time: `2026-03-29T08:00:00Z`, `2026-03-29T08:00:00.123456789+02:00`. A fraction
/// may have any number of digits and is cut to microseconds; the `T` may be a space and letters may
/// be small (RFC 3339 5.6); a leap second counts as the second after. A timestamp without an
/// offset is refused. Errors: malformed_timestamp, date_out_of_range (years 1970 to 2199 in UTC).
[[nodiscard]] result<instant> parse_timestamp(std::string_view text);

}  // namespace daypass::calendar

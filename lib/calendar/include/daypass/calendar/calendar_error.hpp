#pragma once
// Why a zone, a date or a time was refused. Each message names the cure.

#include <cstdint>
#include <string>
#include <system_error>

namespace daypass::calendar {

/// Every reason this module can give. Zero is success, as std::error_code wants it.
enum class calendar_errc : std::uint8_t {
  empty_zone = 1,       ///< The time zone is empty or blank.
  zone_too_long,        ///< Longer than any zone name can be (64 characters).
  malformed_zone,       ///< Not the shape of a zone name: a path, a control character, an offset
                        ///< out of range, a display name.
  abbreviation,         ///< EST, IST, CST: the same letters mean different zones.
  unknown_zone,         ///< Well formed, and neither in tzdata nor a Windows name.
  database_missing,     ///< The tz database's folder can't be read or holds no zones.
  database_damaged,     ///< A file of the tz database can't be understood.
  malformed_date,       ///< Not YYYY-MM-DD.
  no_such_date,         ///< YYYY-MM-DD that no calendar has, such as 2026-02-30.
  date_out_of_range,    ///< Outside the years 1970 to 2199.
  malformed_time,       ///< Not HH:MM between 00:00 and 23:59.
  malformed_timestamp,  ///< Not an RFC 3339 timestamp.
};

/// The category of calendar_errc, named "calendar".
[[nodiscard]] const std::error_category& calendar_category() noexcept;

/// Found by argument-dependent lookup when a calendar_errc becomes a std::error_code.
[[nodiscard]] std::error_code make_error_code(calendar_errc code) noexcept;

}  // namespace daypass::calendar

template <>
struct std::is_error_code_enum<daypass::calendar::calendar_errc> : std::true_type {};

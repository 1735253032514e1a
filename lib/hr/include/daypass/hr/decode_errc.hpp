#pragma once
// Why a record could not be turned into a hire event. The names are stable: operators filter by
// them, and they are the `daypass-error-code` of a dead letter.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace daypass::hr {

enum class decode_errc : std::uint8_t {
  no_value,                  ///< A tombstone: the record has no value.
  value_too_large,           ///< Above 1 MiB, or holding more values than any hire event.
  not_cloudevent,            ///< Neither a CloudEvents content type nor ce_ headers.
  unsupported_content_type,  ///< CloudEvents in another form than JSON, or data that isn't JSON.
  duplicate_header,          ///< A header that may come once came twice.
  invalid_utf8,              ///< The value or a header isn't UTF-8.
  not_json,                  ///< Not the JSON of RFC 8259.
  too_deep,                  ///< Objects or arrays nested deeper than any hire event's.
  duplicate_member,          ///< An object names a member twice: which one counts?
  number_out_of_range,       ///< A number beyond 64 bits, or beyond a double.
  text_too_long,             ///< A text longer than anything a hire event may hold.
  not_an_object,             ///< The event or its data is no JSON object.
  attribute_missing,         ///< A required CloudEvents attribute is absent.
  attribute_malformed,       ///< A CloudEvents attribute of the wrong type, empty or unprintable.
  unsupported_specversion,   ///< Not CloudEvents 1.0.
  source_not_allowed,        ///< The source is not on the operators' list.
  data_missing,              ///< There is no data.
  data_encoded,              ///< data_base64 instead of data.
  key_missing,               ///< Neither hireId nor employeeId, or not the one its source needs.
  place_missing,             ///< Neither timeZone nor site.
  member_missing,            ///< A required member is absent.
  member_unknown,            ///< A member that the contract doesn't know.
  member_type,               ///< A member of the wrong JSON type, null on a required one included.
  member_length,             ///< A text too long or too short.
  member_blank,              ///< A required text of spaces only.
  member_value,              ///< Against the contract in another way: a negative revision.
  control_character,         ///< A text with control or direction-changing characters.
  date_malformed,            ///< startDate is no date of the calendar.
  time_of_day_malformed,     ///< startTime is no time of day.
  zone_unknown,              ///< timeZone can't be resolved.
  country_malformed,         ///< country or usageLocation is not two letters.
  upn_malformed,             ///< userPrincipalName is not of Entra's shape.
  email_malformed,           ///< managerEmail is no mail address.
  profile_malformed,         ///< profile is no profile's name.
  revision_missing,          ///< The source is ordered by revision and the event has none.
  time_missing,              ///< The source is ordered by time and the event has none.
  time_malformed,            ///< The event's time is no RFC 3339 timestamp.
  time_in_future,            ///< The event's time is more than 24 hours ahead of its arrival.
};

inline constexpr std::size_t decode_errc_count = 38;

/// The stable name: `date_malformed`.
[[nodiscard]] std::string_view to_string(decode_errc code);

/// All codes, in order.
[[nodiscard]] std::array<decode_errc, decode_errc_count> all_decode_errc();

}  // namespace daypass::hr

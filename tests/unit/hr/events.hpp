#pragma once
// Records to decode, and the decoder that the tests share.

#include "daypass/hr/event_decoder.hpp"

#include <string>
#include <string_view>

namespace daypass::hr {

/// 2026-11-21T12:00:00Z: when every record of these tests arrives.
inline constexpr instant arrival{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} +
                                 hours{12}};

/// A decoder that knows four sources: `/hr` by revision, `/hr/timed` by time, `/hr/ids` keyed by
/// hireId, `/hr/numbers` keyed by employeeId.
event_decoder& decoder();

/// The data of a plain announced event, with `more` (`,"a":1`) added and its closing brace.
std::string announced_data(std::string_view more = R"(,"revision":1)");

/// A whole structured event; `attributes` replaces the usual id and source.
std::string structured(std::string_view kind, std::string_view data,
                       std::string_view attributes = R"("id":"e-1","source":"/hr")");

raw_event structured_record(std::string value);

/// Binary mode: the usual headers of an event of that kind and source.
raw_event binary_record(std::string_view kind, std::string data, std::string_view source = "/hr");

/// The same record without, or with another value of, a header.
raw_event without(raw_event record, std::string_view header);
raw_event with(raw_event record, std::string_view header, std::string value);

/// The event that `record` holds; a failure of the test when there is none.
hire_event good(const raw_event& record);

/// The text of field `which`, or "(cleared)" or "(not named)".
std::string said(const hire_event& event, field which);

}  // namespace daypass::hr

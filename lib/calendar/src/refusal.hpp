#pragma once
// The module's own way to say no: always permanent, always about this one input.

#include "daypass/base/error.hpp"
#include "daypass/calendar/calendar_error.hpp"

#include <string>
#include <string_view>

namespace daypass::calendar {

[[nodiscard]] inline std::unexpected<error> refuse(calendar_errc code, std::string what) {
  return fail(failure::permanent, code, std::move(what));
}

/// `text` in quotes, fit for one line of a log: at most 64 characters, and whatever isn't
/// printable ASCII as \xNN.
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace daypass::calendar

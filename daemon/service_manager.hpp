#pragma once
// What systemd is told (sd_notify(3), sd_watchdog_enabled(3)); nothing when it isn't there.

#include "daypass/base/time.hpp"

#include <optional>
#include <string>

namespace daypass::service_manager {

/// The daemon serves. Under another supervisor than systemd a no-op, as are the others.
void tell_ready();
void tell_stopping();
void tell_status(const std::string& line);
void feed_watchdog();

/// Within what time the watchdog wants to be fed; nothing: there is none.
[[nodiscard]] std::optional<duration> watchdog_interval();

}  // namespace daypass::service_manager

#include "service_manager.hpp"

#include <systemd/sd-daemon.h>

#include <cstdint>

namespace daypass::service_manager {

void tell_ready() {
  sd_notify(0, "READY=1");
}

void tell_stopping() {
  sd_notify(0, "STOPPING=1");
}

void tell_status(const std::string& line) {
  sd_notify(0, ("STATUS=" + line).c_str());
}

void feed_watchdog() {
  sd_notify(0, "WATCHDOG=1");
}

std::optional<duration> watchdog_interval() {
  std::uint64_t microseconds = 0;
  if (sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
  return duration(microseconds);
}

}  // namespace daypass::service_manager

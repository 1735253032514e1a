#pragma once
// When a consumer that polls and hears nothing is to be replaced. librdkafka's own liveness counts
// polls; a client that stalled after a broker's restart goes on polling for hours. Pure.

#include <chrono>
#include <cstdint>
#include <optional>

namespace daypass::kafka {

enum class watch_verdict : std::uint8_t {
  fine,     ///< Messages come, or there are none.
  look,     ///< Nothing came for long: ask the broker for the lag.
  recreate  ///< The broker holds messages that do not come.
};

/// `silent_for`: since the last message, assignment, held-back poll, or look that found no lag.
/// `lag`: records unread by the broker's own count, when it was asked since.
[[nodiscard]] constexpr watch_verdict judge_silence(std::chrono::milliseconds silent_for,
                                                    std::chrono::milliseconds stall_timeout,
                                                    std::optional<std::int64_t> lag) {
  if (silent_for < stall_timeout) return watch_verdict::fine;
  if (!lag) return watch_verdict::look;
  return *lag > 0 ? watch_verdict::recreate : watch_verdict::fine;
}

}  // namespace daypass::kafka

#pragma once
// Everything that goes wrong in a simulated world, each under one name: for drawing, for counting
// and for leaving out.

#include <array>
#include <cstdint>
#include <string_view>

namespace daypass::simulation {

enum class mishap : std::uint8_t {
  // Microsoft Graph, drawn at each request.
  lost_request,    ///< Closed without an answer; nothing happened.
  lost_answer,     ///< Closed without an answer; it happened.
  late_answer,     ///< It happened, and the answer comes after our deadline.
  late_effect,     ///< No answer; it happens after we gave up, within late_effect_max.
  reset,           ///< Reset without an answer; nothing happened.
  stall,           ///< Not a word until we give up; it happened.
  server_error,    ///< 500, 502, 503 or 504; the request may have happened or not.
  throttled,       ///< 429 with Retry-After.
  throttled_mute,  ///< 429 without.
  unauthorized,    ///< 401, though the token is good.
  not_replicated,  ///< A service does not know a new user yet.
  flapping,        ///< A service knew it already, and does not know it now.
  // Administrators.
  pass_added,     ///< A pass by hand where there was none.
  pass_deleted,   ///< Ours deleted.
  pass_replaced,  ///< Ours replaced by one by hand.
  account_disabled,
  account_renamed,
  account_deleted,
  account_restored,  ///< Deleted and brought back.
  policy_changed,    ///< The tenant's pass policy is stricter or off for some hours.
  budget_cut,        ///< Graph throttles harder for some hours.
  // The disk of the state.
  power_loss,      ///< Whatever was not synced is lost or torn, and the process ends.
  disk_error,      ///< EIO.
  disk_full,       ///< ENOSPC, for one call.
  short_write,     ///< A part is written.
  disk_busy,       ///< SQLITE_BUSY.
  disk_read_only,  ///< For some minutes.
  // The store of passes.
  passes_unwritable,  ///< For some minutes.
  passes_full,        ///< For some minutes.
  passes_slow,        ///< An operation takes longer than we wait.
  pass_file_removed,  ///< Somebody removes a sealed file by hand.
  // Kafka.
  rebalance,
  redelivered,      ///< A record is read again.
  taken_mid_batch,  ///< A partition goes to another member while its records are being recorded.
  broker_gone,
  offsets_rewound,  ///< By an operator.
  offsets_reset,    ///< To the log's end, forgotten, or to another cluster's.
  // The process.
  killed_at_await,
  killed_at_sync,     ///< Between two calls of the disk.
  down_long,          ///< Restarted only days later.
  killed_recovering,  ///< Again, within a second of its start.
  // Time.
  clock_forward,
  clock_back,
  clock_drift,    ///< Runs fast or slow for some hours.
  tenant_clock,   ///< Graph's clock is ahead of ours or behind.
  zones_changed,  ///< Another tz database.
  dst_night,      ///< A pass for a local time that does not exist, or exists twice.
};
inline constexpr std::size_t mishap_count = 47;

[[nodiscard]] std::string_view to_string(mishap what);

/// Drawn with each call; the others come at times of their own.
[[nodiscard]] bool drawn_at_calls(mishap what);

}  // namespace daypass::simulation

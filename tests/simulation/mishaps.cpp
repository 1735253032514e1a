#include "simulation/mishaps.hpp"

namespace daypass::simulation {
namespace {

constexpr std::array<std::string_view, mishap_count> names = {"lost_request",
                                                              "lost_answer",
                                                              "late_answer",
                                                              "late_effect",
                                                              "reset",
                                                              "stall",
                                                              "server_error",
                                                              "throttled",
                                                              "throttled_mute",
                                                              "unauthorized",
                                                              "not_replicated",
                                                              "flapping",
                                                              "pass_added",
                                                              "pass_deleted",
                                                              "pass_replaced",
                                                              "account_disabled",
                                                              "account_renamed",
                                                              "account_deleted",
                                                              "account_restored",
                                                              "policy_changed",
                                                              "budget_cut",
                                                              "power_loss",
                                                              "disk_error",
                                                              "disk_full",
                                                              "short_write",
                                                              "disk_busy",
                                                              "disk_read_only",
                                                              "passes_unwritable",
                                                              "passes_full",
                                                              "passes_slow",
                                                              "pass_file_removed",
                                                              "rebalance",
                                                              "redelivered",
                                                              "taken_mid_batch",
                                                              "broker_gone",
                                                              "offsets_rewound",
                                                              "offsets_reset",
                                                              "killed_at_await",
                                                              "killed_at_sync",
                                                              "down_long",
                                                              "killed_recovering",
                                                              "clock_forward",
                                                              "clock_back",
                                                              "clock_drift",
                                                              "tenant_clock",
                                                              "zones_changed",
                                                              "dst_night"};

}  // namespace

std::string_view to_string(mishap what) {
  return names[static_cast<std::size_t>(what)];
}

bool drawn_at_calls(mishap what) {
  switch (what) {
    case mishap::lost_request:
    case mishap::lost_answer:
    case mishap::late_answer:
    case mishap::late_effect:
    case mishap::reset:
    case mishap::stall:
    case mishap::server_error:
    case mishap::throttled:
    case mishap::throttled_mute:
    case mishap::unauthorized:
    case mishap::disk_error:
    case mishap::disk_full:
    case mishap::short_write:
    case mishap::disk_busy:
    case mishap::passes_slow:
    case mishap::taken_mid_batch:
    case mishap::killed_at_await:
    case mishap::killed_at_sync:
    case mishap::killed_recovering:
    case mishap::power_loss:
      return true;
    default:
      return false;
  }
}

}  // namespace daypass::simulation

#include "simulation/disk_troubles.hpp"

#include <fmt/format.h>

namespace daypass::simulation {
namespace {

using support::disk_call;
using support::disk_call_kind;
using support::disk_verdict;

bool is_of_passes(const disk_call& call) {
  return call.name.starts_with(passes_folder);
}

bool changes_something(disk_call_kind kind) {
  switch (kind) {
    case disk_call_kind::write:
    case disk_call_kind::sync:
    case disk_call_kind::truncate:
    case disk_call_kind::unlink:
    case disk_call_kind::rename:
    case disk_call_kind::sync_folder:
      return true;
    default:
      return false;
  }
}

/// Whatever lasts for a while.
disk_verdict lasting(const world& of, const disk_call& call) {
  const instant now = of.now();
  if (!is_of_passes(call)) {
    return now < of.until.disk_read_only ? disk_verdict::fail_read_only : disk_verdict::go_on;
  }
  if (now < of.until.passes_unwritable) return disk_verdict::fail_read_only;
  if (now < of.until.passes_full && call.kind == disk_call_kind::write) {
    return disk_verdict::fail_no_space;
  }
  return disk_verdict::go_on;
}

/// The process ends at this call, or the machine does.
disk_verdict ending(world& of, const disk_call& call) {
  const bool after = (of.luck.next() & 1U) != 0;
  const auto fall = [&](dying_how how) {
    of.dying = how;
    return after ? disk_verdict::crash_after : disk_verdict::crash_before;
  };
  if (of.recovery_calls_left && --*of.recovery_calls_left == 0) {
    of.recovery_calls_left.reset();
    return fall(of.luck.happens(500) ? dying_how::killed : dying_how::power_lost);
  }
  const auto words = [&] { return fmt::format("{} {}", to_string(call.kind), call.name); };
  if (of.decides.strikes(mishap::killed_at_sync, words())) return fall(dying_how::killed);
  if (of.decides.strikes(mishap::power_loss, words())) return fall(dying_how::power_lost);
  return disk_verdict::go_on;
}

disk_verdict failing(world& of, const disk_call& call) {
  struct trouble {
    mishap what;
    disk_verdict verdict;
  };
  static constexpr std::array troubles = {
      trouble{mishap::disk_error, disk_verdict::fail_io},
      trouble{mishap::disk_full, disk_verdict::fail_no_space},
      trouble{mishap::short_write, disk_verdict::short_write},
      trouble{mishap::disk_busy, disk_verdict::refuse_lock},
  };
  for (const trouble& one : troubles) {
    if (!possible(call.kind, one.verdict)) continue;
    if (of.decides.strikes(one.what, fmt::format("{} {}", to_string(call.kind), call.name))) {
      return one.verdict;
    }
  }
  return disk_verdict::go_on;
}

disk_verdict judge(world& of, const disk_call& call) {
  if (changes_something(call.kind)) {
    if (is_of_passes(call)) ++of.changes;
    if (const auto verdict = ending(of, call); verdict != disk_verdict::go_on) return verdict;
  }
  if (const auto verdict = lasting(of, call);
      verdict != disk_verdict::go_on && possible(call.kind, verdict)) {
    return verdict;
  }
  return failing(of, call);
}

}  // namespace

void trouble_disk(world& of) {
  of.disk.on_call = [&of](const disk_call& call) { return judge(of, call); };
}

}  // namespace daypass::simulation

#pragma once
// The two kinds of time that exist here: instants in UTC, which are stored and scheduled, and
// durations. Deadlines use steady_clock inside net and engine and are never stored.

#include <chrono>

namespace daypass {

/// A point in time, UTC, in microseconds: what is stored, scheduled and compared.
using instant = std::chrono::sys_time<std::chrono::microseconds>;

/// The duration between two instants.
using duration = std::chrono::microseconds;

/// Never: the due time of what nothing but an event or an order can wake.
inline constexpr instant never = instant::max();

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

}  // namespace daypass

// What the daemon does beside the engine's work: counts, the tz database, the watchdog.

#include "connections.hpp"
#include "daemon.hpp"
#include "readiness.hpp"
#include "service_manager.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace daypass {
namespace {

namespace asio = boost::asio;

constexpr auto count_interval = seconds{15};
constexpr auto zone_interval = minutes{1};
constexpr auto managers_interval = seconds{30};
constexpr auto certificate_interval = hours{1};

}  // namespace

asio::awaitable<void> daemon::chores() {
  using namespace asio::experimental::awaitable_operators;
  co_await (engine_->run() && count_state() && watch_zones() && watch_managers() &&
            watch_certificate() && keep_watchdog());
}

/// Waits, or returns at once when draining.
asio::awaitable<void> daemon::pause(duration longest) {
  if (draining_) co_return;
  const auto until = clock_->steady_now() + longest;
  while (!draining_ && clock_->steady_now() < until) {
    co_await quiet_.wait_until(clock_.get(), until);
  }
}

/// Told once for each day that is found too busy.
void daemon::warn_of(const std::optional<busy_day>& busiest) {
  const entra::lane_limit limit = graph_settings_of(settings_).methods;
  const double pace = limit.requests / std::chrono::duration<double>(limit.per).count();
  const auto found = day_too_busy(busiest, pace);
  const bool known = too_busy_ && found && too_busy_->what.day == found->what.day;
  if (found && !known) reports_->report(*found);
  too_busy_ = found;
}

asio::awaitable<void> daemon::count_state() {
  while (!draining_) {
    const instant now = clock_->now();
    if (const auto totals = co_await state_->totals(now)) {
      observer_->set_totals(*totals, now);
      warn_of(totals->busiest_day);
    }
    const std::vector<std::string> why = not_ready();
    service_manager::tell_status(why.empty() ? "ready" : "not ready: " + why.front());
    co_await pause(count_interval);
  }
}

/// An update of tzdata moves pending hires (design 6).
asio::awaitable<void> daemon::watch_zones() {
  while (!draining_) {
    co_await pause(zone_interval);
    const std::string before = zones_.snapshot()->version();
    const auto changed = zones_.reload();
    if (!changed) {
      reports_->report(happening::files_trouble{"tz database: " + changed.error().what,
                                                "reinstall tzdata; the one before stays in force"});
    } else if (*changed && !draining_) {
      const std::uint64_t woken = co_await engine_->reinterpret(interpreter_now());
      reports_->report(happening::zones_reloaded{before, zones_.snapshot()->version(), woken});
    }
  }
}

/// Operators put certificates there and take them away while the daemon runs.
asio::awaitable<void> daemon::watch_managers() {
  while (managers_ && !draining_) {
    co_await pause(managers_interval);
    const auto changed = managers_->refresh(clock_->now());
    if (!changed) {
      reports_->report(happening::files_trouble{
          "sealed.managers: " + changed.error().what,
          "make the folder readable; what was read before stays in force"});
    } else if (*changed && !draining_) {
      static_cast<void>(co_await engine_->reinterpret(interpreter_now()));
    }
  }
}

/// Told once for each thing that is found wrong with it.
asio::awaitable<void> daemon::watch_certificate() {
  while (!draining_) {
    auto found = look_at_certificate(settings_, clock_->now());
    if (found && found != certificate_) {
      reports_->report(happening::files_trouble{"graph.certificate " + found->what, found->cure});
    }
    certificate_ = std::move(found);
    co_await pause(certificate_interval);
  }
}

/// Fed only when the loop turns and the state answers: a daemon that can't reach its own records is
/// better restarted.
asio::awaitable<void> daemon::keep_watchdog() {
  const auto interval = service_manager::watchdog_interval();
  while (interval && !draining_) {
    static_cast<void>(co_await state_->next_due({}));
    service_manager::feed_watchdog();
    co_await pause(*interval / 3);
  }
}

}  // namespace daypass

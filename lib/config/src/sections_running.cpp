// How the daemon runs: bounds, operators' doors, logging.
#include "sections.hpp"

namespace daypass::config {

const section<planner::limits>& limits_section() {
  using s = planner::limits;
  static const section<s> rows = {
      with_default("late_effect_max", &s::late_effect_max, span(seconds{1}, hours{2}),
                   "How long a request without an answer may still take effect at Graph. Shorter "
                   "than that is for tests: a second account could be made."),
      with_default("not_yet_max", &s::not_yet_max, span(seconds{1}, hours{2}),
                   "How long after our own create a 404 means \"not yet\"."),
      with_default("settle_delay", &s::settle_delay, span(milliseconds{100}, hours{1}),
                   "How long reads may lag behind our own writes."),
      with_default("verify_interval", &s::verify_interval, span(seconds{1}, days{7}),
                   "How often a published pass is compared with Entra's."),
      with_default("verify_ahead", &s::verify_ahead, span(minutes{1}, hours{12}),
                   "And once this long before it becomes usable."),
      with_default("scope_patience", &s::scope_patience, span(minutes{1}, hours{48}),
                   "Until this long before activation, \"not in the policy's targets\" means "
                   "\"not yet\"."),
      with_default("authority_to_issue", &s::authority_to_issue, span(hours{1}, days{5}),
                   "How long after the first pass became usable another may be issued."),
      with_default("authority_to_lock", &s::authority_to_lock, span(hours{1}, days{30}),
                   "How long after it a rescission may disable the account."),
      with_default("start_past_max", &s::start_past_max, span(days{1}, days{60}),
                   "A start further back, when first seen, needs a person."),
      with_default("start_ahead_max", &s::start_ahead_max, span(days{30}, days{800}),
                   "The same for one further ahead."),
      with_default("overdue_after", &s::overdue_after, span(hours{1}, days{14}),
                   "A hire not ready this long after activation needs a person."),
      with_default("stuck_after", &s::stuck_after, span(seconds{10}, hours{1}),
                   "A lock-out that is not confirmed by then raises an alarm."),
      with_default("hold_look_interval", &s::hold_look_interval, span(seconds{1}, hours{1}),
                   "How often a held hire is looked at unasked."),
      with_default("retry_first", &s::retry_first, span(milliseconds{10}, minutes{1}),
                   "The first delay before a retry, at most; it doubles."),
      with_default("retry_max", &s::retry_max, span(seconds{1}, hours{6}), "Its cap."),
  };
  return rows;
}

const section<admin_settings>& admin_section() {
  using s = admin_settings;
  static const section<s> rows = {
      with_default("socket", &s::socket, absolute_path(),
                   "The operators' socket, mode 0660. Whoever may connect may give orders."),
      with_default("group", &s::group, name(32), "Its group. Without it the daemon's own."),
      with_default("metrics", &s::metrics, loopback_or_socket(),
                   "Where /metrics, /healthz and /readyz are served, without sign-in."),
      with_default("metrics_group", &s::metrics_group, name(32),
                   "Group of that socket, if it is one. Without it the daemon's own."),
      with_default("metrics_hosts", &s::metrics_hosts, list_of(domain(), 0, 20),
                   "Names accepted in the Host header beside localhost."),
  };
  return rows;
}

const section<logging_settings>& logging_section() {
  using s = logging_settings;
  static const section<s> rows = {
      with_default("level", &s::level,
                   choice<log_level>({{"debug", log_level::debug},
                                      {"info", log_level::info},
                                      {"warning", log_level::warning},
                                      {"error", log_level::error}}),
                   "What is not logged below it. Person data is masked from `info` up."),
      with_default("format", &s::format,
                   choice<log_format>({{"auto", log_format::automatic},
                                       {"json", log_format::json},
                                       {"text", log_format::text}}),
                   "`auto`: text on a terminal, JSON otherwise."),
  };
  return rows;
}

const section<process_settings>& process_section() {
  using s = process_settings;
  static const section<s> rows = {
      with_default("creations_per_hour_max", &s::creations_per_hour_max, number(1, 1'000'000),
                   "More accounts than this in an hour hold further ones and raise an alarm: a "
                   "flooded topic can't fill the tenant."),
      with_default("secret_memory_kib", &s::secret_memory_kib, number(64, 65'536),
                   "Locked memory for secrets, a power of two; within LimitMEMLOCK of the unit."),
      with_default("shutdown_grace", &s::shutdown_grace, span(seconds{1}, minutes{10}),
                   "How long SIGTERM waits for what is in flight; below TimeoutStopSec of the "
                   "unit."),
  };
  return rows;
}

}  // namespace daypass::config

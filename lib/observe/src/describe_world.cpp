#include "describe.hpp"

#include "daypass/domain/refusal.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace daypass::observe {
namespace {

/// What only a person can end: rights, credentials, room.
bool needs_person(const error& why) {
  return why.code == refusal::forbidden || why.code == refusal::unauthorised ||
         why.code == refusal::store_refused || why.kind == failure::defect;
}

std::string cure_of(const error& why) {
  if (why.code == refusal::forbidden) {
    return "grant the application the permission that daypassd check --probe names";
  }
  if (why.code == refusal::unauthorised) {
    return "renew the client secret, and check tenant and client id with daypassd check --probe";
  }
  if (why.code == refusal::store_refused) {
    return "make room, and check rights and certificates of the secure store with daypassd check";
  }
  return why.kind == failure::defect ? "report this line as a defect" : "";
}

}  // namespace

double seconds_of(duration took) {
  return std::chrono::duration<double>(took).count();
}

void add_error(log_line& line, const error& why) {
  line.fields.emplace_back("failure", std::string(to_string(why.kind)));
  line.fields.emplace_back("code", why.code.message());
  line.fields.emplace_back("what", why.what);
}

log_level level_of(const happening::secret_kept&) {
  return log_level::warning;
}
log_line describe(const happening::secret_kept& what) {
  return {.event = "secret_kept",
          .message = fmt::format("a withdrawn secret can be recovered in store {}: {}", what.store,
                                 what.why),
          .fields = {{"store", what.store}},
          .likeness = "secret_kept " + what.store};
}

log_level level_of(const happening::lane_held& what) {
  return needs_person(what.why) ? log_level::error : log_level::warning;
}
log_line describe(const happening::lane_held& what) {
  log_line line{.event = "lane_held",
                .message = fmt::format("nothing but probes is sent on lane {}: {}",
                                       to_string(what.which), what.why.what),
                .cure = cure_of(what.why),
                .fields = {{"lane", std::string(to_string(what.which))}}};
  add_error(line, what.why);
  return line;
}

log_level level_of(const happening::lane_freed&) {
  return log_level::info;
}
log_line describe(const happening::lane_freed& what) {
  return {.event = "lane_freed",
          .message = fmt::format("lane {} works again", to_string(what.which)),
          .fields = {{"lane", std::string(to_string(what.which))},
                     {"seconds", seconds_of(what.held_for)}}};
}

log_level level_of(const happening::pass_policy_read& what) {
  return what.changed ? log_level::info : log_level::debug;
}
log_line describe(const happening::pass_policy_read& what) {
  return {.event = "pass_policy_read",
          .message = what.changed ? "the tenant's pass policy is another than before"
                                  : "the tenant's pass policy is read",
          .fields = {{"enabled", what.policy.enabled},
                     {"lifetime_min_minutes", std::int64_t{what.policy.lifetime_min.count()}},
                     {"lifetime_max_minutes", std::int64_t{what.policy.lifetime_max.count()}},
                     {"one_time_only", what.policy.one_time_only}}};
}

log_level level_of(const happening::pass_policy_unreadable&) {
  return log_level::warning;
}
log_line describe(const happening::pass_policy_unreadable& what) {
  log_line line{
      .event = "pass_policy_unreadable",
      .message = "the tenant's pass policy can't be read; going on with what refusals say",
      .cure = cure_of(what.why),
      .likeness = what.why.what};
  add_error(line, what.why);
  return line;
}

log_level level_of(const happening::clock_offset_measured& what) {
  return what.trusted ? log_level::debug : log_level::error;
}
log_line describe(const happening::clock_offset_measured& what) {
  log_line line{.event = "clock_offset_measured",
                .message = what.trusted ? "the clock agrees with Graph's"
                                        : "the clock is too far from Graph's: steps that only time "
                                          "drives are held",
                .fields = {{"seconds", seconds_of(what.offset)}}};
  if (!what.trusted) {
    line.cure = "set the clock of this machine: timedatectl, chronyc tracking";
    line.likeness = "untrusted";
  }
  return line;
}

log_level level_of(const happening::zones_reloaded&) {
  return log_level::info;
}
log_line describe(const happening::zones_reloaded& what) {
  return {.event = "zones_reloaded",
          .message = fmt::format("tz database {} replaces {}", what.to_version, what.from_version),
          .fields = {{"woken", static_cast<std::int64_t>(what.woken)}}};
}

log_level level_of(const happening::store_trouble&) {
  return log_level::error;
}
log_line describe(const happening::store_trouble& what) {
  log_line line{.event = "store_trouble",
                .message = "the state can't be read or written; work stands still",
                .cure = "check room and rights of the state's folder, and the disk",
                .likeness = what.why.what};
  add_error(line, what.why);
  return line;
}

log_level level_of(const happening::records_purged&) {
  return log_level::info;
}
log_line describe(const happening::records_purged& what) {
  const auto number = [](std::uint64_t count) { return static_cast<std::int64_t>(count); };
  return {.event = "records_purged",
          .message = "what was older than the retention is gone from the state",
          .fields = {{"hires", number(what.what.hires)},
                     {"eventIds", number(what.what.event_ids)},
                     {"quarantined", number(what.what.quarantined)}}};
}

log_level level_of(const happening::day_exceeds_lane&) {
  return log_level::warning;
}
log_line describe(const happening::day_exceeds_lane& what) {
  return {.event = "day_exceeds_lane",
          .message = fmt::format("{:%F} has {} hires, and Graph lets about {} passes be issued in a"
                                 " day: some will be late, unless issue_ahead spreads them",
                                 what.what.day, what.what.hires, what.room),
          .fields = {{"hires", static_cast<std::int64_t>(what.what.hires)},
                     {"room", static_cast<std::int64_t>(what.room)}}};
}

log_level level_of(const happening::files_trouble&) {
  return log_level::error;
}
log_line describe(const happening::files_trouble& what) {
  return {.event = "files_trouble", .message = what.what, .cure = what.cure, .likeness = what.what};
}

log_level level_of(const happening::lifecycle&) {
  return log_level::info;
}
log_line describe(const happening::lifecycle& what) {
  return {.event = "lifecycle", .message = what.what};
}

}  // namespace daypass::observe

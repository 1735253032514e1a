#include "describe.hpp"

#include <fmt/format.h>

namespace daypass::observe {
namespace {

void add_place(log_line& line, const partition_id& partition) {
  line.fields.emplace_back("topic", partition.topic);
  line.fields.emplace_back("partition", std::int64_t{partition.number});
}

}  // namespace

std::string_view to_string(intake_result result) {
  switch (result) {
    case intake_result::folded:
      return "folded";
    case intake_result::no_change:
      return "no_change";
    case intake_result::duplicate:
      return "duplicate";
    case intake_result::id_reused:
      return "id_reused";
    case intake_result::quarantined:
      return "quarantined";
    case intake_result::passed_over:
      return "passed_over";
  }
  return "passed_over";
}

log_level level_of(const happening::event_recorded& what) {
  return what.result == intake_result::id_reused ? log_level::warning : log_level::debug;
}
log_line describe(const happening::event_recorded& what) {
  const bool reused = what.result == intake_result::id_reused;
  return {.event = "event_recorded",
          .message = reused ? "an event came with the id of another; both were folded"
                            : "an event is recorded",
          .hire = &what.key,
          .fields = {{"kind", std::string(to_string(what.kind))},
                     {"result", std::string(to_string(what.result))}}};
}

log_level level_of(const happening::event_quarantined&) {
  return log_level::error;
}
log_line describe(const happening::event_quarantined& what) {
  // What is wrong in words may quote HR's data, so it stays out of the log.
  log_line line{.event = "event_quarantined",
                .message = fmt::format("an event can't be used and is kept: {}", what.code),
                .cure = "daypassd dead-letters shows it and why; HR sends it again, corrected",
                .fields = {{"code", what.code}, {"offset", what.offset}},
                .likeness = what.code};
  add_place(line, what.partition);
  return line;
}

log_level level_of(const happening::event_passed_over&) {
  return log_level::debug;
}
log_line describe(const happening::event_passed_over& what) {
  log_line line{.event = "event_passed_over", .message = "an event of another type is passed over"};
  add_place(line, what.partition);
  return line;
}

log_level level_of(const happening::feed_lag&) {
  return log_level::debug;
}
log_line describe(const happening::feed_lag& what) {
  log_line line{.event = "feed_lag",
                .message = "records wait in the topic",
                .fields = {{"records", what.records}}};
  add_place(line, what.partition);
  return line;
}

log_level level_of(const happening::feed_trouble& what) {
  return what.person_must_act ? log_level::error : log_level::warning;
}
log_line describe(const happening::feed_trouble& what) {
  log_line line{.event = "feed_trouble",
                .message = fmt::format("events can't be read: {}", what.what),
                .likeness = what.what};
  if (what.person_must_act) {
    line.cure = "check brokers, credentials and the topic's rights with daypassd check --probe";
  }
  return line;
}

log_level level_of(const happening::positions_reset&) {
  return log_level::error;
}
log_line describe(const happening::positions_reset& what) {
  log_line line{.event = what.events_lost ? "events_lost" : "positions_reset",
                .message = fmt::format("stored positions don't fit the topic: {}", what.what),
                .cure = what.events_lost
                            ? "have HR send again what the topic lost, then acknowledge it"
                            : "none if the topic was made anew; else check which cluster this is",
                .fields = {{"events_lost", what.events_lost}}};
  add_place(line, what.partition);
  return line;
}

log_level level_of(const happening::batch_recorded&) {
  return log_level::debug;
}
log_line describe(const happening::batch_recorded& what) {
  return {.event = "batch_recorded",
          .message = "a batch of events is durable",
          .fields = {{"events", static_cast<std::int64_t>(what.events)},
                     {"seconds", seconds_of(what.took)}}};
}

log_level level_of(const happening::dead_letters_delivered&) {
  return log_level::debug;
}
log_line describe(const happening::dead_letters_delivered& what) {
  return {.event = "dead_letters_delivered",
          .message = "copies of quarantined events are on the dead-letter topic",
          .fields = {{"count", static_cast<std::int64_t>(what.count)}}};
}

log_level level_of(const happening::dead_letter_failed&) {
  return log_level::warning;
}
log_line describe(const happening::dead_letter_failed& what) {
  const bool refused = what.why.kind == failure::permanent;
  log_line line{
      .event = "dead_letter_failed",
      .message = refused ? "the broker refuses a copy as such; the event is safe, see dead-letters"
                         : "a copy for the dead-letter topic waits; the event is safe",
      .likeness = what.why.what};
  add_error(line, what.why);
  return line;
}

}  // namespace daypass::observe

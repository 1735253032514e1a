#include "daypass/planner/fold.hpp"

#include <algorithm>

namespace daypass::planner {
namespace {

void raise(stamped_value& held, const stamp& by, const std::optional<std::string>& value) {
  if (held.set_by && *held.set_by >= by) return;
  held.value = value;
  held.set_by = by;
}

void keep_earliest(std::optional<instant>& held, instant candidate) {
  held = held ? std::min(*held, candidate) : candidate;
}

/// When the start date was first heard from the event that set it.
void keep_arrival_of_start(wanted& after, const hire_event& event, const stamp& by) {
  const auto& set_by = (*after.fields)[static_cast<std::size_t>(field::start_date)].set_by;
  if (!event.changes.names(field::start_date) || (set_by && *set_by > by)) return;
  if (set_by < by) after.start_seen_at.reset();
  keep_earliest(after.start_seen_at, event.received_at);
}

/// Keeps the highest stamp and the arrival of its event; of one stamp, the earliest arrival.
void keep_highest(std::optional<stamp>& held, std::optional<instant>& held_at, const stamp& by,
                  instant at) {
  if (held && *held > by) return;
  if (held && *held == by) {
    keep_earliest(held_at, at);
    return;
  }
  held = by;
  held_at = at;
}

}  // namespace

wanted fold(wanted before, const hire_event& event) {
  const stamp by = stamp_of(event);
  wanted after = before;

  keep_arrival_of_start(after, event, by);
  stamped_fields& fields = after.fields.edit();
  for (std::size_t index = 0; index < field_count; ++index) {
    const auto which = static_cast<field>(index);
    if (which == field::status || !event.changes.names(which)) continue;
    raise(fields[index], by, event.changes.value(which));
  }

  stamped_value& status = fields[static_cast<std::size_t>(field::status)];
  switch (event.kind) {
    case event_kind::announced:
      raise(status, by, "open");
      keep_earliest(after.first_announced_at, event.received_at);
      keep_highest(after.announced_by, after.announced_at, by, event.received_at);
      if (after.announced_by == by) after.ordered_by = event.ordered_by;
      break;
    case event_kind::rescinded:
      raise(status, by, "rescinded");
      keep_highest(after.rescinded_by, after.rescinded_at, by, event.received_at);
      break;
    case event_kind::changed:
      break;
  }

  if (after != before) ++after.version;
  return after;
}

}  // namespace daypass::planner

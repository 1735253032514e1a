#include "contract/state/state_events.hpp"

namespace daypass::contract {

instant at(int minute) {
  using namespace std::chrono;
  return sys_days{year{2026} / January / 5} + hours{8} + minutes{minute};
}

hire_event event_of(const std::string& id, std::int64_t revision, event_kind kind) {
  hire_event event;
  event.key = key_of(id);
  event.id = {"/hr", id + "-" + std::to_string(revision)};
  event.kind = kind;
  event.order = revision;
  event.changes.set(field::department, "D" + std::to_string(revision));
  event.digest.fill(static_cast<std::uint8_t>(revision));
  event.received_at = at(0);
  return event;
}

intake_item item_of(hire_event event, std::int64_t offset) {
  intake_item item;
  item.after = {{"hires", 0}, offset + 1, "cluster"};
  item.event = std::move(event);
  return item;
}

folded simple_fold(const onboarding* before, const hire_event& event) {
  folded after;
  if (before != nullptr) after.wants = before->wants;
  after.history = {{event.received_at, "event " + std::string(to_string(event.kind)), ""}};
  const std::optional<stamp>& newest = after.wants.announced_by;
  if (newest && newest->order >= event.order) return after;
  after.wants.announced_by = stamp_of(event);
  after.wants.fields.edit()[static_cast<std::size_t>(field::department)] = {
      event.changes.value(field::department), stamp_of(event)};
  ++after.wants.version;
  after.due.due_at = event.received_at;
  after.due.urgent = event.kind == event_kind::rescinded;
  return after;
}

transition due_again(instant when) {
  return [when](const onboarding& fresh) {
    recording next{.is = fresh.is, .due = {}, .history = {}};
    next.due.due_at = when;
    return next;
  };
}

}  // namespace daypass::contract

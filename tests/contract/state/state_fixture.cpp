#include "contract/state/state_fixture.hpp"

#include <algorithm>

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

void state_contract::SetUp() {
  harness_ = GetParam().make(context_);
}

void state_contract::announce(const std::string& id, schedule due) {
  record({item_of(event_of(id, 1))}, [due](const onboarding* before, const hire_event& event) {
    folded after = simple_fold(before, event);
    after.due = due;
    return after;
  });
}

onboarding state_contract::find(const std::string& id) {
  auto found = get(store().find(key_of(id)));
  EXPECT_TRUE(found) << id << " is not there";
  return found ? std::move(*found) : onboarding{};
}

std::vector<std::string> state_contract::lease_ids(lease_request request) {
  std::vector<std::string> ids;
  for (const leased_onboarding& one : get(store().lease_due(request))) {
    ids.push_back(one.held.key.hire_id);
  }
  return ids;
}

leased_onboarding state_contract::lease_one(const std::string& id, instant now) {
  leased_onboarding wanted_one;
  for (leased_onboarding& one : get(store().lease_due({.now = now, .max = 1'000}))) {
    if (one.held.key.hire_id == id) {
      wanted_one = std::move(one);
    } else {
      store().release(one.held);
    }
  }
  EXPECT_EQ(wanted_one.held.key.hire_id, id);
  return wanted_one;
}

result<onboarding> state_contract::write(const lease& held,
                                         const std::function<void(actual&)>& change, schedule due) {
  return run(store().update(held, [&](const onboarding& fresh) {
    recording next{.is = fresh.is, .due = due, .history = {}};
    change(next.is);
    return next;
  }));
}

}  // namespace daypass::contract

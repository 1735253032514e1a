#include "contract/state/state_fixture.hpp"

namespace daypass::contract {

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

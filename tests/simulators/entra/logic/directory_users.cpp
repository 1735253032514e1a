#include "simulators/entra/logic/directory_world.hpp"
#include "simulators/entra/logic/text.hpp"

#include <algorithm>

namespace daypass::entra_simulator {
namespace {

const int upn_index = property_index("userPrincipalName");
const int employee_index = property_index("employeeId");
const int enabled_index = property_index("accountEnabled");

}  // namespace

std::string_view to_string(actor by) {
  switch (by) {
    case actor::client:
      return "client";
    case actor::late:
      return "late";
    case actor::administrator:
      return "administrator";
    case actor::user:
      return "user";
  }
  return "";
}

directory_world::directory_world(const identity& who, const switches& set, random_source& random)
    : who_(who), set_(set), random_(random) {
  policy.enabled = true;
}

user& directory_world::create(property_values values, moment at, actor by) {
  user& made = users_.emplace_back();
  made.id = random_.guid();
  made.values = std::move(values);
  made.values.set("id", made.id);
  made.values.set("createdDateTime", seconds_text(at.graph));
  made.values.set("signInSessionsValidFromDateTime", seconds_text(at.graph));
  made.made_by = by;
  made.born_at = at.host;
  const auto learns = [&](const delay_range& lag) {
    return at.host + random_.between(lag.least, lag.most);
  };
  const bool instantly = by == actor::administrator;
  made.visible_at = instantly
                        ? std::array{at.host, at.host, at.host, at.host}
                        : std::array{learns(set_.directory_lag), learns(set_.index_lag),
                                     learns(set_.authentication_lag), learns(set_.reference_lag)};
  made.times_enabled = made.enabled() ? 1 : 0;
  by_id_[made.id] = &made;
  ++live_count_;
  index(made);
  note(made, at, by, "created", made.enabled() ? "enabled" : "disabled");
  return made;
}

void directory_world::index(user& whom) {
  by_upn_[folded(whom.upn())] = &whom;
  if (const auto id = folded(whom.values.text("employeeId")); !id.empty()) {
    by_employee_id_[id].push_back(&whom);
    count_employee(whom, 1);
  }
}

void directory_world::unindex(user& whom) {
  by_upn_.erase(folded(whom.upn()));
  if (const auto id = folded(whom.values.text("employeeId")); !id.empty()) {
    std::erase(by_employee_id_[id], &whom);
    count_employee(whom, -1);
  }
}

void directory_world::count_employee(const user& whom, int change) {
  employee_record& record = employees_[whom.values.text("employeeId")];
  if (change < 0) {
    --record.now;
    return;
  }
  record.most = std::max(record.most, ++record.now);
  if (std::ranges::find(record.ever, whom.id) == record.ever.end()) record.ever.push_back(whom.id);
}

user* directory_world::find(std::string_view id_or_upn) {
  const std::string key = folded(id_or_upn);
  if (key.find('@') != std::string::npos) {
    const auto found = by_upn_.find(key);
    return found == by_upn_.end() ? nullptr : found->second;
  }
  user* found = find_ever(key);
  return found != nullptr && found->state == standing::live ? found : nullptr;
}

user* directory_world::find_ever(std::string_view id) {
  const auto found = by_id_.find(folded(id));
  return found == by_id_.end() ? nullptr : found->second;
}

user* directory_world::find_deleted(std::string_view id) {
  user* found = find_ever(id);
  return found != nullptr && found->state == standing::deleted ? found : nullptr;
}

user* directory_world::holder_of(std::string_view upn) {
  const std::string key = folded(upn);
  if (const auto found = by_upn_.find(key); found != by_upn_.end()) return found->second;
  if (!set_.deleted_holds_upn) return nullptr;
  const auto found = deleted_by_upn_.find(key);
  return found == deleted_by_upn_.end() || found->second.empty() ? nullptr : found->second.front();
}

std::vector<user*> directory_world::with_employee_id(std::string_view employee_id) {
  const auto found = by_employee_id_.find(folded(employee_id));
  return found == by_employee_id_.end() ? std::vector<user*>{} : found->second;
}

void directory_world::set_property(user& whom, int property, json value, moment at, actor by) {
  const json* before = whom.values.find(property);
  const json old = before == nullptr ? json{} : *before;
  if (old == value) return;
  const bool indexed = property == upn_index || property == employee_index;
  if (indexed && whom.state == standing::live) unindex(whom);
  whom.values.set(property, value);
  if (indexed && whom.state == standing::live) index(whom);
  const auto name = user_properties()[static_cast<std::size_t>(property)].name;
  if (property == enabled_index) {
    const bool on = whom.enabled();
    // Who is disabled gains no new session; those that are there live on until they are revoked.
    if (on) ++whom.times_enabled;
    note(whom, at, by, on ? "enabled" : "disabled");
  } else if (property == upn_index) {
    note(whom, at, by, "renamed", old.get<std::string>() + " to " + whom.upn());
  } else {
    note(whom, at, by, "changed", std::string(name));
  }
}

void directory_world::remove(user& whom, moment at, actor by) {
  unindex(whom);
  whom.state = standing::deleted;
  whom.deleted_at = at.graph;
  whom.live_sessions = 0;
  whom.values.set("deletedDateTime", seconds_text(at.graph));
  deleted_by_upn_[folded(whom.upn())].push_back(&whom);
  deleted_.push_back(&whom);
  --live_count_;
  note(whom, at, by, "deleted");
}

void directory_world::restore(user& whom, moment at, actor by) {
  std::erase(deleted_by_upn_[folded(whom.upn())], &whom);
  std::erase(deleted_, &whom);
  whom.state = standing::live;
  whom.deleted_at.reset();
  whom.values.set("deletedDateTime", nullptr);
  ++live_count_;
  index(whom);
  note(whom, at, by, "restored");
}

void directory_world::purge(user& whom, moment at, actor by) {
  std::erase(deleted_by_upn_[folded(whom.upn())], &whom);
  std::erase(deleted_, &whom);
  whom.state = standing::purged;
  if (whom.current) {
    whom.current->ended_at = at.graph;
    whom.current->ended_how = "account purged";
    whom.current->ended_by = by;
    whom.former.push_back(std::move(*whom.current));
    whom.current.reset();
  }
  note(whom, at, by, "purged");
}

void directory_world::set_manager(user& whom, std::string manager_id, moment at, actor by) {
  whom.manager_id = std::move(manager_id);
  note(whom, at, by, whom.manager_id.empty() ? "manager removed" : "manager set", whom.manager_id);
}

void directory_world::revoke_sessions(user& whom, moment at, actor by) {
  whom.live_sessions = 0;
  whom.values.set("signInSessionsValidFromDateTime", seconds_text(at.graph));
  note(whom, at, by, "sessions revoked");
}

void directory_world::note(user& whom, moment at, actor by, std::string what, std::string detail) {
  whom.history.push_back({at.host, by, std::move(what), std::move(detail)});
}

bool directory_world::sees(replica which, const user& whom, moment at) {
  const instant from = whom.visible_at[static_cast<std::size_t>(which)];
  if (at.host < from) return false;
  const bool may_flap = set_.flap_probability > 0 && whom.made_by != actor::administrator &&
                        at.host < from + set_.flap_window;
  return !may_flap || !random_.chance(set_.flap_probability);
}

}  // namespace daypass::entra_simulator

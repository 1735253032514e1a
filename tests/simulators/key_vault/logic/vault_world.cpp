#include "simulators/key_vault/logic/vault_world.hpp"

#include "simulators/remote/text.hpp"

#include <algorithm>
#include <array>

namespace daypass::key_vault_simulator {

using simulator::equal_folded;
using simulator::folded;

namespace {

constexpr std::int64_t day_s = 24 * 60 * 60;

std::int64_t unix_seconds(instant at) {
  return std::chrono::floor<seconds>(at).time_since_epoch().count();
}

std::string without_dashes(std::string guid) {
  std::erase(guid, '-');
  return guid;
}

/// What `draft` names replaces what is there.
void merge(version_draft& into, const version_draft& draft) {
  if (draft.content_type) into.content_type = draft.content_type;
  if (draft.tags) into.tags = draft.tags;
  if (draft.enabled) into.enabled = draft.enabled;
  if (draft.not_before) into.not_before = draft.not_before;
  if (draft.expires) into.expires = draft.expires;
}

}  // namespace

std::string_view to_string(actor by) {
  static constexpr std::array names{"client", "late", "administrator", "retention"};
  return names[static_cast<std::size_t>(by)];
}

std::string_view to_string(standing state) {
  static constexpr std::array names{"live",       "deleting", "deleted",
                                    "recovering", "purging",  "purged"};
  return names[static_cast<std::size_t>(state)];
}

secret_version* secret::find_version(std::string_view id) {
  if (id.empty()) return versions.empty() ? nullptr : &versions.back();
  const auto found = std::ranges::find_if(
      versions, [id](const secret_version& each) { return equal_folded(each.id, id); });
  return found == versions.end() ? nullptr : &*found;
}

duration vault_world::draw(const delay_range& range) const {
  return random_.between(range.least, range.most);
}

void vault_world::settle(secret& which, moment at) {
  const auto ended = [&](standing during) {
    return which.state == during && at.host >= which.until;
  };
  const auto release = [&](instant when, actor by, const char* what) {
    which.state = standing::purged;
    which.history.push_back({when, by, what, {}});
    holders_.erase(folded(which.name));
  };
  if (ended(standing::deleting)) which.state = standing::deleted;
  if (ended(standing::recovering)) which.state = standing::live;
  if (ended(standing::purging)) release(which.until, actor::client, "name free");
  if (which.state == standing::deleted && unix_seconds(at.vault) >= which.purge_date) {
    release(at.host, actor::retention, "purged");
  }
}

void vault_world::settle_all(moment at) {
  for (secret& each : ever_) settle(each, at);
}

secret* vault_world::find(std::string_view name, moment at) {
  const auto found = holders_.find(folded(name));
  if (found == holders_.end()) return nullptr;
  secret* which = found->second;
  settle(*which, at);
  return which->state == standing::purged ? nullptr : which;
}

secret* vault_world::find(std::string_view name, standing state, moment at) {
  secret* found = find(name, at);
  return found != nullptr && found->state == state ? found : nullptr;
}

std::vector<const secret*> vault_world::all(standing state, moment at) {
  settle_all(at);
  std::vector<const secret*> made;
  for (const auto& [name, each] : holders_) {
    if (each->state == state) made.push_back(each);
  }
  return made;
}

const std::deque<secret>& vault_world::ever(moment at) {
  settle_all(at);
  return ever_;
}

secret_version& vault_world::add_version(std::string_view name, version_draft draft, moment at,
                                         actor by) {
  secret* into = find(name, at);
  if (into == nullptr) {
    into = &ever_.emplace_back();
    into->name = name;
    holders_[folded(name)] = into;
  }
  secret_version& made = into->versions.emplace_back();
  made.id = without_dashes(random_.guid());
  made.has = std::move(draft);
  made.created = made.updated = unix_seconds(at.vault);
  made.made_by = by;
  into->history.push_back({at.host, by, "set", made.id});
  return made;
}

void vault_world::change(secret& which, secret_version& version, const version_draft& draft,
                         moment at, actor by) {
  merge(version.has, draft);
  version.updated = unix_seconds(at.vault);
  which.history.push_back({at.host, by, "updated", version.id});
}

void vault_world::remove(secret& which, moment at, actor by) {
  which.state = standing::deleting;
  which.until = at.host + draw(set_.delete_lag);
  which.deleted_date = unix_seconds(at.vault);
  which.purge_date = which.deleted_date + set_.recoverable_days * day_s;
  which.history.push_back({at.host, by, "deleted", {}});
  settle(which, at);
}

void vault_world::recover(secret& which, moment at, actor by) {
  which.state = standing::recovering;
  which.until = at.host + draw(set_.recover_lag);
  which.history.push_back({at.host, by, "recovered", {}});
  settle(which, at);
}

void vault_world::purge(secret& which, moment at, actor by) {
  which.state = standing::purging;
  which.until = at.host + draw(set_.purge_lag);
  which.history.push_back({at.host, by, "purged", {}});
  settle(which, at);
}

}  // namespace daypass::key_vault_simulator

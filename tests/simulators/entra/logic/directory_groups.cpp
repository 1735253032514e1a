#include "simulators/entra/logic/directory_world.hpp"
#include "simulators/entra/logic/text.hpp"

#include <algorithm>

namespace daypass::entra_simulator {

group& directory_world::create_group(std::string display_name, bool role_assignable) {
  group& made = groups_.emplace_back();
  made.id = random_.guid();
  made.display_name = std::move(display_name);
  made.role_assignable = role_assignable;
  group_by_id_[made.id] = &made;
  return made;
}

group* directory_world::find_group(std::string_view id) {
  const auto found = group_by_id_.find(folded(id));
  return found == group_by_id_.end() ? nullptr : found->second;
}

bool directory_world::add_member(group& into, const std::string& member_id, moment at) {
  if (std::ranges::find(into.members, member_id) != into.members.end()) return false;
  into.members.push_back(member_id);
  into.effective_from[member_id] =
      at.host + random_.between(set_.membership_lag.least, set_.membership_lag.most);
  groups_by_member_[member_id].push_back(&into);
  return true;
}

bool directory_world::remove_member(group& from, const std::string& member_id) {
  if (std::erase(from.members, member_id) == 0) return false;
  from.effective_from.erase(member_id);
  std::erase(groups_by_member_[member_id], &from);
  return true;
}

std::vector<const group*> directory_world::groups_of(const std::string& member_id,
                                                     bool transitive) const {
  std::vector<const group*> found;
  std::vector<std::string> open{member_id};
  while (!open.empty()) {
    const std::string id = std::move(open.back());
    open.pop_back();
    const auto holders = groups_by_member_.find(id);
    if (holders == groups_by_member_.end()) continue;
    for (const group* each : holders->second) {
      if (std::ranges::find(found, each) != found.end()) continue;
      found.push_back(each);
      if (transitive) open.push_back(each->id);
    }
  }
  return found;
}

bool directory_world::policy_sees_membership(const std::string& member_id,
                                             const std::string& group_id, moment at) const {
  for (const group* each : groups_of(member_id, true)) {
    if (!equal_folded(each->id, group_id)) continue;
    const auto from = each->effective_from.find(member_id);
    return from == each->effective_from.end() || from->second <= at.host;
  }
  return false;
}

void directory_world::make_eligible(const group& into, std::string principal_id, moment at) {
  eligibilities_.push_back({random_.guid(), into.id, std::move(principal_id), at.graph});
}

role_grant& directory_world::grant_role(std::string principal_id, std::string role_id,
                                        bool eligible, moment at) {
  return grants_.emplace_back(
      role_grant{random_.guid(), std::move(principal_id), std::move(role_id), eligible, at.graph});
}

std::size_t directory_world::revoke_role(std::string_view principal_id, std::string_view role_id,
                                         bool eligible) {
  return std::erase_if(grants_, [&](const role_grant& each) {
    return each.eligible == eligible && equal_folded(each.principal_id, principal_id) &&
           (role_id.empty() || equal_folded(each.role_definition_id, role_id));
  });
}

std::vector<const role_grant*> directory_world::grants_of(std::string_view principal_id) const {
  std::vector<const role_grant*> found;
  for (const auto& each : grants_) {
    if (equal_folded(each.principal_id, principal_id)) found.push_back(&each);
  }
  return found;
}

bool directory_world::is_admin(const user& whom) const {
  if (grants_.empty()) return false;
  const auto holds = [&](const std::string& id) {
    return std::ranges::any_of(grants_of(id),
                               [](const role_grant* each) { return !each->eligible; });
  };
  return holds(whom.id) || std::ranges::any_of(groups_of(whom.id, true),
                                               [&](const group* each) { return holds(each->id); });
}

bool directory_world::in_policy_scope(const user& whom, moment at) const {
  const auto hits = [&](const policy_target& target) {
    if (target.id == "all_users") return true;
    if (target.type == "user") return equal_folded(target.id, whom.id);
    return policy_sees_membership(whom.id, target.id, at);
  };
  return std::ranges::any_of(policy.include, hits) && std::ranges::none_of(policy.exclude, hits);
}

std::string directory_world::draw_code() {
  static constexpr std::string_view alphabet =
      "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789+-$#";
  static constexpr std::string_view marks = "+-$#";
  const std::size_t wanted = static_cast<std::size_t>(policy.default_length);
  const std::size_t drawn =
      std::max<std::size_t>(6, wanted > who_.canary.size() ? wanted - who_.canary.size() : 0);
  for (;;) {
    std::string code;
    for (std::size_t i = 0; i < drawn; ++i) {
      if (i == drawn / 2) code += who_.canary;
      code +=
          i == 1 ? marks[random_.below(marks.size())] : alphabet[random_.below(alphabet.size())];
    }
    if (codes_.insert(code).second) return code;
  }
}

}  // namespace daypass::entra_simulator

#include "simulators/entra/logic/handlers.hpp"
#include "simulators/entra/logic/odata_filter.hpp"
#include "simulators/entra/logic/text.hpp"

#include <algorithm>

namespace daypass::entra_simulator {
namespace {

json group_json(const group& which) {
  return {{"@odata.type", "#microsoft.graph.group"},
          {"id", which.id},
          {"displayName", which.display_name},
          {"groupTypes", json::array()},
          {"isAssignableToRole", which.role_assignable},
          {"mailEnabled", false},
          {"securityEnabled", true}};
}

response listed(const call& asked, std::string_view set, json value) {
  return answer(200, {{"@odata.context", context(asked, set)}, {"value", std::move(value)}});
}

bool casts_to(const call& asked, std::string_view type) {
  if (asked.names.size() < 2) return true;
  // "graph." is the schema's own alias of "microsoft.graph.".
  constexpr std::string_view space = "microsoft.";
  return equal_folded(asked.names[1], type) ||
         equal_folded(asked.names[1], type.substr(space.size()));
}

response member_of(graph_state& state, const call& asked, bool transitive) {
  const user* whom = visible_user(state, asked, replica::directory);
  if (whom == nullptr) return resource_not_found(asked, asked.names.front());
  const auto groups = state.world.groups_of(whom->id, transitive);
  json value = json::array();
  if (casts_to(asked, "microsoft.graph.group")) {
    for (const group* each : groups) value.push_back(group_json(*each));
  }
  if (casts_to(asked, "microsoft.graph.directoryRole")) {
    const auto add_roles = [&](const std::string& principal) {
      for (const role_grant* each : state.world.grants_of(principal)) {
        if (each->eligible) continue;
        value.push_back({{"@odata.type", "#microsoft.graph.directoryRole"},
                         {"id", each->role_definition_id},
                         {"displayName", "Directory role"},
                         {"roleTemplateId", each->role_definition_id}});
      }
    };
    add_roles(whom->id);
    if (transitive) {
      for (const group* each : groups) add_roles(each->id);
    }
  }
  return listed(asked, "directoryObjects", std::move(value));
}

json grant_json(const role_grant& grant) {
  json made{{"id", grant.id},
            {"principalId", grant.principal_id},
            {"roleDefinitionId", grant.role_definition_id},
            {"directoryScopeId", "/"}};
  if (grant.eligible) {
    made["appScopeId"] = nullptr;
    made["startDateTime"] = precise_text(grant.created_at);
    made["endDateTime"] = nullptr;
    made["memberType"] = "Direct";
    made["roleEligibilityScheduleId"] = grant.id;
  }
  return made;
}

response list_grants(graph_state& state, const call& asked, bool eligible, std::string_view set) {
  std::unique_ptr<filter_node> filter;
  if (const auto text = asked.option("$filter")) {
    filter = parse_filter(*text).root;
    if (!filter) return error_answer(asked, 400, "BadRequest", "Invalid filter clause.");
  }
  json value = json::array();
  for (const role_grant& each : state.world.grants()) {
    if (each.eligible != eligible) continue;
    json written_grant = grant_json(each);
    const auto read = [&](const std::string& name) { return written_grant.value(name, json{}); };
    if (!filter || matches(*filter, read)) value.push_back(std::move(written_grant));
  }
  return listed(asked, set, std::move(value));
}

}  // namespace

response list_groups(graph_state& state, const call& asked) {
  std::unique_ptr<filter_node> filter;
  if (const auto text = asked.option("$filter")) {
    filter = parse_filter(*text).root;
    if (!filter) return error_answer(asked, 400, "BadRequest", "Invalid filter clause.");
  }
  json value = json::array();
  for (const group& each : state.world.groups()) {
    json written_group = group_json(each);
    const auto read = [&](const std::string& name) { return written_group.value(name, json{}); };
    if (!filter || matches(*filter, read)) value.push_back(std::move(written_group));
  }
  return listed(asked, "groups", std::move(value));
}

response get_group(graph_state& state, const call& asked) {
  const group* found = state.world.find_group(asked.names.front());
  if (found == nullptr) return resource_not_found(asked, asked.names.front());
  json made{{"@odata.context", context(asked, "groups/$entity")}};
  made.update(group_json(*found));
  return answer(200, made);
}

response list_group_members(graph_state& state, const call& asked) {
  const group* found = state.world.find_group(asked.names.front());
  if (found == nullptr) return resource_not_found(asked, asked.names.front());
  json value = json::array();
  for (const auto& id : found->members) {
    if (const user* member = state.world.find(id)) {
      json made{{"@odata.type", "#microsoft.graph.user"}};
      made.update(project(*member, std::nullopt, false).made);
      value.push_back(std::move(made));
    } else if (const group* nested = state.world.find_group(id)) {
      value.push_back(group_json(*nested));
    }
  }
  return listed(asked, "directoryObjects", std::move(value));
}

response list_member_of(graph_state& state, const call& asked) {
  return member_of(state, asked, false);
}

response list_transitive_member_of(graph_state& state, const call& asked) {
  return member_of(state, asked, true);
}

response list_role_assignments(graph_state& state, const call& asked) {
  return list_grants(state, asked, false, "roleManagement/directory/roleAssignments");
}

/// The real one refuses a call that names neither a group nor a principal.
response list_group_eligibilities(graph_state& state, const call& asked) {
  const auto text = asked.option("$filter");
  const auto filter = text ? parse_filter(*text).root : nullptr;
  if (!filter) return error_answer(asked, 400, "MissingParameters", "A filter is required.");
  json value = json::array();
  for (const group_eligibility& each : state.world.eligibilities()) {
    json written{{"id", each.id},
                 {"accessId", "member"},
                 {"memberType", "direct"},
                 {"groupId", each.group_id},
                 {"principalId", each.principal_id},
                 {"startDateTime", precise_text(each.created_at)},
                 {"endDateTime", nullptr}};
    const auto read = [&](const std::string& name) { return written.value(name, json{}); };
    if (matches(*filter, read)) value.push_back(std::move(written));
  }
  return listed(asked, "identityGovernance/privilegedAccess/group/eligibilityScheduleInstances",
                std::move(value));
}

response list_role_eligibilities(graph_state& state, const call& asked) {
  return list_grants(state, asked, true,
                     "roleManagement/directory/roleEligibilityScheduleInstances");
}

}  // namespace daypass::entra_simulator

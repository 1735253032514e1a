#include "simulators/entra/logic/handlers.hpp"
#include "simulators/entra/logic/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace daypass::entra_simulator {
namespace {

bool granted(const graph_state& state, std::string_view permission) {
  return std::ranges::find(state.set.permissions, permission) != state.set.permissions.end();
}

/// Sensitive actions: app-only rights don't reach those who hold a role (Graph: user-update).
bool is_sensitive(std::string_view name) {
  return name == "accountEnabled" || name == "userPrincipalName" || name == "passwordProfile" ||
         name == "mobilePhone" || name == "businessPhones" || name == "otherMails";
}

/// What an account that is synchronised from on-premises still takes in the cloud.
bool is_cloud_owned(std::string_view name) {
  return name == "usageLocation" || name == "passwordPolicies" || name == "showInAddressList";
}

std::optional<response> judge_update(graph_state& state, const call& asked, const user& whom) {
  for (const auto& [name, value] : asked.body.items()) {
    if (is_sensitive(name) && state.set.protect_admins && state.world.is_admin(whom)) {
      return forbidden(asked, false);
    }
    if (name == "employeeLeaveDateTime" && !granted(state, "User-LifeCycleInfo.ReadWrite.All")) {
      return forbidden(asked, false);
    }
    if (whom.values.truth("onPremisesSyncEnabled") && !is_cloud_owned(name) &&
        !name.starts_with("@odata.")) {
      return bad_request(asked,
                         "Unable to update the specified properties for on-premises mastered "
                         "Directory Sync objects or objects currently undergoing migration.");
    }
  }
  return std::nullopt;
}

}  // namespace

response create_user(graph_state& state, const call& asked) {
  property_values values;
  std::vector<int> named;
  if (auto refused = read_properties(state, asked, true, values, named)) return *refused;
  if (state.world.holder_of(values.text("userPrincipalName")) != nullptr) {
    return object_conflict(asked, "userPrincipalName");
  }
  if (values.find("userType") == nullptr) values.set("userType", "Member");
  const user& made = state.world.create(std::move(values), asked.at, asked.by);
  json body{{"@odata.context", context(asked, "users/$entity")}};
  body.update(project(made, std::nullopt, false).made);
  response created = answer(201, body);
  created.headers.push_back(
      {"Location", fmt::format("{}/v2/{}/directoryObjects/{}/Microsoft.DirectoryServices.User",
                               asked.origin, state.who.tenant_id, made.id)});
  return created;
}

response update_user(graph_state& state, const call& asked) {
  user* whom = visible_user(state, asked, replica::directory);
  if (whom == nullptr) return resource_not_found(asked, asked.names.front());
  property_values values;
  std::vector<int> named;
  if (auto refused = read_properties(state, asked, false, values, named)) return *refused;
  if (auto refused = judge_update(state, asked, *whom)) return *refused;
  if (const auto upn = values.text("userPrincipalName"); !upn.empty()) {
    const user* holder = state.world.holder_of(upn);
    if (holder != nullptr && holder != whom) return object_conflict(asked, "userPrincipalName");
  }
  for (const int each : named) {
    const json* value = values.find(each);
    state.world.set_property(*whom, each, value == nullptr ? json{} : *value, asked.at, asked.by);
  }
  return no_content();
}

response delete_user(graph_state& state, const call& asked) {
  user* whom = visible_user(state, asked, replica::directory);
  if (whom == nullptr) return resource_not_found(asked, asked.names.front());
  if (state.set.protect_admins && state.world.is_admin(*whom)) return forbidden(asked, false);
  state.world.remove(*whom, asked.at, asked.by);
  return no_content();
}

response restore_user(graph_state& state, const call& asked) {
  user* whom = state.world.find_deleted(asked.names.front());
  if (whom == nullptr) return resource_not_found(asked, asked.names.front());
  if (state.world.find(whom->upn()) != nullptr) {
    return object_conflict(asked, "userPrincipalName");
  }
  state.world.restore(*whom, asked.at, asked.by);
  json body{{"@odata.context", context(asked, "directoryObjects/$entity")},
            {"@odata.type", "#microsoft.graph.user"}};
  body.update(project(*whom, std::nullopt, false).made);
  return answer(200, body);
}

response purge_user(graph_state& state, const call& asked) {
  user* whom = state.world.find_deleted(asked.names.front());
  if (whom == nullptr) return resource_not_found(asked, asked.names.front());
  state.world.purge(*whom, asked.at, asked.by);
  return no_content();
}

response revoke_sessions(graph_state& state, const call& asked) {
  user* whom = visible_user(state, asked, replica::directory);
  if (whom == nullptr) return resource_not_found(asked, asked.names.front());
  state.world.revoke_sessions(*whom, asked.at, asked.by);
  if (state.set.revoke_status == 204) return no_content();
  return answer(state.set.revoke_status,
                {{"@odata.context", context(asked, "Edm.Boolean")}, {"value", true}});
}

}  // namespace daypass::entra_simulator

#include "simulators/entra/logic/routes.hpp"

#include "simulators/entra/logic/text.hpp"

#include <array>

namespace daypass::entra_simulator {
namespace {

using enum lane;

constexpr std::string_view read_users =
    "User.Read.All User.ReadWrite.All Directory.Read.All Directory.ReadWrite.All";
constexpr std::string_view write_users = "User.ReadWrite.All Directory.ReadWrite.All";
constexpr std::string_view restore_users = "User.DeleteRestore.All User.ReadWrite.All";
constexpr std::string_view end_sessions =
    "User.RevokeSessions.All User.ReadWrite.All Directory.ReadWrite.All";
constexpr std::string_view read_groups =
    "GroupMember.Read.All GroupMember.ReadWrite.All Group.Read.All Group.ReadWrite.All "
    "Directory.Read.All Directory.ReadWrite.All";
constexpr std::string_view read_memberships =
    "User.Read.All User.ReadWrite.All GroupMember.Read.All GroupMember.ReadWrite.All "
    "Directory.Read.All Directory.ReadWrite.All";
constexpr std::string_view write_groups = "GroupMember.ReadWrite.All Group.ReadWrite.All";
constexpr std::string_view read_roles =
    "RoleManagement.Read.Directory RoleManagement.Read.All RoleManagement.ReadWrite.Directory "
    "Directory.Read.All";
constexpr std::string_view read_eligibilities =
    "RoleEligibilitySchedule.Read.Directory RoleManagement.Read.Directory RoleManagement.Read.All "
    "RoleManagement.ReadWrite.Directory";
constexpr std::string_view read_group_eligibilities =
    "PrivilegedEligibilitySchedule.Read.AzureADGroup "
    "PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup";
constexpr std::string_view read_methods =
    "UserAuthenticationMethod.Read.All UserAuthenticationMethod.ReadWrite.All";
constexpr std::string_view read_passes =
    "UserAuthenticationMethod.Read.All UserAuthenticationMethod.ReadWrite.All "
    "UserAuthMethod-TAP.Read.All UserAuthMethod-TAP.ReadWrite.All";
constexpr std::string_view write_passes =
    "UserAuthenticationMethod.ReadWrite.All UserAuthMethod-TAP.ReadWrite.All";
constexpr std::string_view read_policy =
    "Policy.Read.AuthenticationMethod Policy.Read.All Policy.ReadWrite.AuthenticationMethod";
constexpr std::string_view write_policy = "Policy.ReadWrite.AuthenticationMethod";
constexpr std::string_view read_organization =
    "Organization.Read.All Directory.Read.All User.Read.All User.ReadWrite.All";
constexpr std::string_view read_domains = "Domain.Read.All Domain.ReadWrite.All Directory.Read.All";

constexpr std::string_view passes_path = "/users/{id}/authentication/temporaryAccessPassMethods";
constexpr std::string_view pass_path = "/users/{id}/authentication/temporaryAccessPassMethods/{id}";
constexpr std::string_view policy_path =
    "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/TemporaryAccessPass";
constexpr std::string_view assignments_path = "/roleManagement/directory/roleAssignments";
constexpr std::string_view eligibilities_path =
    "/roleManagement/directory/roleEligibilityScheduleInstances";
constexpr std::string_view group_eligibilities_path =
    "/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances";
constexpr std::string_view deleted_path = "/directory/deletedItems/microsoft.graph.user";
constexpr std::string_view deleted_alias_path = "/directory/deletedItems/graph.user";

constexpr auto has_body = route_body::required;
constexpr auto no_body = route_body::none;
constexpr auto may_have_body = route_body::optional;

constexpr auto route_table = std::to_array<route>({
    {"POST", "/{tenant}/oauth2/v2.0/token", "token", none, "", no_body, issue_token},
    {"GET", "/{tenant}/v2.0/.well-known/openid-configuration", "discovery.openid", none, "",
     no_body, openid_configuration},
    {"GET", "/common/discovery/instance", "discovery.instance", none, "", no_body,
     instance_discovery},
    {"GET", "/{tenant}/discovery/v2.0/keys", "discovery.keys", none, "", no_body, signing_keys},

    {"GET", "/metadata/identity/oauth2/token", "token.metadata", none, "", no_body,
     issue_metadata_token},
    {"GET", "/msi/token", "token.service", none, "", no_body, issue_service_token},

    {"POST", "/users", "user.create", directory, write_users, has_body, create_user},
    {"GET", "/users", "user.list", directory, read_users, no_body, list_users},
    {"GET", "/users/{id}", "user.get", directory, read_users, no_body, get_user},
    {"PATCH", "/users/{id}", "user.update", directory, write_users, has_body, update_user},
    {"DELETE", "/users/{id}", "user.delete", directory, write_users, no_body, delete_user},
    {"POST", "/users/{id}/revokeSignInSessions", "user.revoke", directory, end_sessions,
     may_have_body, revoke_sessions},
    {"GET", "/users/{id}/manager", "manager.get", directory, read_users, no_body, get_manager},
    {"PUT", "/users/{id}/manager/$ref", "manager.set", directory, write_users, has_body,
     set_manager},
    {"DELETE", "/users/{id}/manager/$ref", "manager.remove", directory, write_users, no_body,
     remove_manager},
    {"GET", "/users/{id}/memberOf", "member_of.list", directory, read_memberships, no_body,
     list_member_of},
    {"GET", "/users/{id}/memberOf/{cast}", "member_of.list", directory, read_memberships, no_body,
     list_member_of},
    {"GET", "/users/{id}/transitiveMemberOf", "member_of.transitive", directory, read_memberships,
     no_body, list_transitive_member_of},
    {"GET", "/users/{id}/transitiveMemberOf/{cast}", "member_of.transitive", directory,
     read_memberships, no_body, list_transitive_member_of},

    {"GET", "/directory/deletedItems", "deleted.list", directory, read_users, no_body,
     list_deleted},
    {"GET", deleted_path, "deleted.list", directory, read_users, no_body, list_deleted},
    {"GET", deleted_alias_path, "deleted.list", directory, read_users, no_body, list_deleted},
    {"GET", "/directory/deletedItems/{id}", "deleted.get", directory, read_users, no_body,
     get_deleted},
    {"POST", "/directory/deletedItems/{id}/restore", "deleted.restore", directory, restore_users,
     may_have_body, restore_user},
    {"DELETE", "/directory/deletedItems/{id}", "deleted.purge", directory, restore_users, no_body,
     purge_user},

    {"GET", "/groups", "group.list", directory, read_groups, no_body, list_groups},
    {"GET", "/groups/{id}", "group.get", directory, read_groups, no_body, get_group},
    {"GET", "/groups/{id}/members", "group.members", directory, read_groups, no_body,
     list_group_members},
    {"POST", "/groups/{id}/members/$ref", "group.add", directory, write_groups, has_body,
     add_group_member},
    {"DELETE", "/groups/{id}/members/{id}/$ref", "group.remove", directory, write_groups, no_body,
     remove_group_member},

    {"GET", assignments_path, "role.assignments", directory, read_roles, no_body,
     list_role_assignments},
    {"GET", eligibilities_path, "role.eligibilities", directory, read_eligibilities, no_body,
     list_role_eligibilities},
    {"GET", group_eligibilities_path, "group.eligibilities", directory, read_group_eligibilities,
     no_body, list_group_eligibilities},

    {"GET", "/users/{id}/authentication/methods", "methods.list", authentication, read_methods,
     no_body, list_methods},
    {"GET", passes_path, "pass.list", authentication, read_passes, no_body, list_passes},
    {"POST", passes_path, "pass.create", authentication, write_passes, has_body, create_pass},
    {"GET", pass_path, "pass.get", authentication, read_passes, no_body, get_pass},
    {"DELETE", pass_path, "pass.delete", authentication, write_passes, no_body, delete_pass},

    {"GET", policy_path, "policy.get", directory, read_policy, no_body, get_policy},
    {"PATCH", policy_path, "policy.update", directory, write_policy, has_body, update_policy},
    {"DELETE", policy_path, "policy.reset", directory, write_policy, no_body, reset_policy},
    {"GET", "/organization", "organization.list", directory, read_organization, no_body,
     list_organization},
    {"GET", "/domains", "domain.list", directory, read_domains, no_body, list_domains},
});

using segments = std::vector<std::string_view>;

segments split(std::string_view path) {
  segments made;
  while (!path.empty()) {
    if (path.front() == '/') path.remove_prefix(1);
    const auto slash = path.find('/');
    const auto segment = path.substr(0, slash);
    if (!segment.empty()) made.push_back(segment);
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash);
  }
  return made;
}

struct compiled {
  const route* which;
  segments parts;
};

const std::vector<compiled>& compiled_routes() {
  static const auto made = [] {
    std::vector<compiled> all;
    for (const route& each : route_table) all.push_back({&each, split(each.path)});
    return all;
  }();
  return made;
}

bool fits(const segments& wanted, const segments& given) {
  if (wanted.size() != given.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].front() != '{' && !equal_folded(wanted[i], given[i])) return false;
  }
  return true;
}

/// "users('x')" is another way to write "users/x".
void split_key_syntax(segments& parts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto open = parts[i].find("('");
    if (open == std::string_view::npos || !parts[i].ends_with("')")) continue;
    const auto key = parts[i].substr(open + 2, parts[i].size() - open - 4);
    parts[i] = parts[i].substr(0, open);
    parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(i) + 1, key);
  }
}

}  // namespace

std::span<const route> all_routes() {
  return route_table;
}

routed find_route(std::string_view method, std::string_view path) {
  segments given = split(path);
  const bool graph = !given.empty() && given.front() == "v1.0";
  if (graph) given.erase(given.begin());
  split_key_syntax(given);
  routed result;
  for (const auto& [which, parts] : compiled_routes()) {
    if ((which->budgets != lane::none) != graph || !fits(parts, given)) continue;
    result.known_path = true;
    if (which->method != method) continue;
    result.found = which;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].front() == '{') result.names.push_back(percent_decoded(given[i]));
    }
    break;
  }
  return result;
}

}  // namespace daypass::entra_simulator

#include "graph_requests.hpp"

#include "graph_time.hpp"
#include "json_writer.hpp"
#include "random_password.hpp"

#include "daypass/net/percent_encoding.hpp"

#include <array>
#include <utility>

namespace daypass::entra {
namespace {

// Named, because Graph's default set has neither employeeId nor accountEnabled nor userType.
constexpr std::string_view selected =
    "$select=id,userPrincipalName,employeeId,accountEnabled,userType,onPremisesSyncEnabled,"
    "createdDateTime";

graph_request make(operation asked, std::string target, net::wiped_buffer body = {}) {
  graph_request request;
  request.asked = asked;
  request.target = std::move(target);
  request.body = std::move(body);
  return request;
}

/// `property eq 'value'`, with quotes doubled (OData), not yet percent-encoded.
std::string equals(std::string_view property, std::string_view value) {
  std::string filter(property);
  filter += " eq '";
  for (const char c : value) {
    filter += c;
    if (c == '\'') filter += c;
  }
  return filter + "'";
}

std::string addressed(std::string_view address) {
  return equals("mail", address) + " or " + equals("userPrincipalName", address);
}

std::string filtered(std::string_view path, std::string_view filter, std::string_view select = {}) {
  std::string target(path);
  target += "?$filter=" + net::encode_query_value(filter);
  if (!select.empty()) target.append("&").append(select);
  return target;
}

std::string user_path(const user_id& user, std::string_view rest = {}) {
  std::string path = "/users/" + net::encode_path_segment(user.text());
  path += rest;
  return path;
}

net::wiped_buffer reference(std::string_view root, std::string_view kind, const user_id& to) {
  std::string url(root);
  url.append("/v1.0/").append(kind).append("/").append(net::encode_path_segment(to.text()));
  json_writer body;
  body.text("@odata.id", url);
  return std::move(body).finish();
}

using optional_text = std::pair<std::string_view, std::string member_attributes::*>;

constexpr auto clearable = std::to_array<optional_text>({
    {"givenName", &member_attributes::given_name},
    {"surname", &member_attributes::surname},
    {"employeeId", &member_attributes::employee_id},
    {"employeeType", &member_attributes::employee_type},
    {"department", &member_attributes::department},
    {"jobTitle", &member_attributes::job_title},
    {"companyName", &member_attributes::company_name},
    {"country", &member_attributes::country},
});

}  // namespace

graph_request read_user(std::string_view id_or_upn) {
  return make(operation::read_user,
              "/users/" + net::encode_path_segment(id_or_upn) + "?" + std::string(selected));
}

graph_request find_users_by_employee_id(std::string_view employee_id) {
  return make(operation::find_users,
              filtered("/users", equals("employeeId", employee_id), selected));
}

graph_request find_deleted(std::string_view upn, std::string_view employee_id) {
  std::string filter;
  if (!upn.empty()) filter = equals("userPrincipalName", upn);
  if (!upn.empty() && !employee_id.empty()) filter += " or ";
  if (!employee_id.empty()) filter += equals("employeeId", employee_id);
  return make(operation::find_deleted,
              filtered("/directory/deletedItems/microsoft.graph.user", filter, selected));
}

graph_request find_deleted_by_id(const user_id& user) {
  return make(operation::find_deleted, filtered("/directory/deletedItems/microsoft.graph.user",
                                                equals("id", user.text()), selected));
}

result<graph_request> create_user(const member_attributes& attributes) {
  const std::string_view upn = attributes.user_principal_name;
  auto password = make_password(upn.substr(0, upn.find('@')));
  if (!password) return std::unexpected(std::move(password.error()));
  json_writer body;
  body.boolean("accountEnabled", false);
  body.text("userPrincipalName", attributes.user_principal_name);
  body.text("mailNickname", attributes.mail_nickname);
  body.text("displayName", attributes.display_name);
  for (const auto& [name, value] : clearable) {
    if (!(attributes.*value).empty()) body.text(name, attributes.*value);
  }
  if (!attributes.usage_location.empty()) body.text("usageLocation", attributes.usage_location);
  if (attributes.hire_date) body.text("employeeHireDate", format_graph_time(*attributes.hire_date));
  body.password_profile(*password);
  return make(operation::create_user, "/users", std::move(body).finish());
}

graph_request update_user(const user_id& user, const member_attributes& attributes) {
  json_writer body;
  if (!attributes.display_name.empty()) body.text("displayName", attributes.display_name);
  for (const auto& [name, value] : clearable) body.text_or_null(name, attributes.*value);
  if (!attributes.usage_location.empty()) body.text("usageLocation", attributes.usage_location);
  body.text_or_null("employeeHireDate",
                    attributes.hire_date ? format_graph_time(*attributes.hire_date) : "");
  return make(operation::update_user, user_path(user), std::move(body).finish());
}

graph_request enable_user(const user_id& user, bool enabled) {
  json_writer body;
  body.boolean("accountEnabled", enabled);
  return make(operation::enable_user, user_path(user), std::move(body).finish());
}

graph_request find_manager(std::string_view manager) {
  const std::string filter =
      manager.contains('@') ? addressed(manager) : equals("employeeId", manager);
  return make(operation::find_users, filtered("/users", filter, "$select=id"));
}

graph_request find_address(std::string_view address) {
  return make(operation::find_users, filtered("/users", addressed(address), selected));
}

graph_request set_manager(const user_id& user, const user_id& manager, std::string_view root) {
  return make(operation::set_manager, user_path(user, "/manager/$ref"),
              reference(root, "users", manager));
}

graph_request join_group(const user_id& user, std::string_view group, std::string_view root) {
  return make(operation::join_group, "/groups/" + net::encode_path_segment(group) + "/members/$ref",
              reference(root, "directoryObjects", user));
}

graph_request revoke_sessions(const user_id& user) {
  return make(operation::revoke_sessions, user_path(user, "/revokeSignInSessions"));
}

graph_request list_methods(const user_id& user) {
  auto request = make(operation::list_methods, user_path(user, "/authentication/methods"));
  // An issue has been looked for, and a look is good for minutes: looks that went first would let
  // no issue through a lane that is full of them.
  request.nearest = instant::max();
  return request;
}

graph_request issue_pass(const user_id& user, const pass_plan& plan) {
  json_writer body;
  if (!plan.starts_at_once) body.text("startDateTime", format_graph_time(plan.start_at));
  body.integer("lifetimeInMinutes", plan.lifetime.count());
  body.boolean("isUsableOnce", plan.one_time);
  auto request =
      make(operation::issue_pass, user_path(user, "/authentication/temporaryAccessPassMethods"),
           std::move(body).finish());
  request.nearest = plan.start_at;
  return request;
}

graph_request delete_pass(const user_id& user, const pass_id& pass) {
  return make(operation::delete_pass,
              user_path(user, "/authentication/temporaryAccessPassMethods/" +
                                  net::encode_path_segment(pass.text())));
}

graph_request list_roles(const user_id& user) {
  return make(operation::list_roles, filtered("/roleManagement/directory/roleAssignments",
                                              equals("principalId", user.text())));
}

graph_request list_eligible(const user_id& user) {
  return make(operation::list_eligible,
              filtered("/roleManagement/directory/roleEligibilityScheduleInstances",
                       equals("principalId", user.text())));
}

graph_request list_group_eligible(const user_id& user) {
  return make(operation::list_group_eligible,
              filtered("/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances",
                       equals("principalId", user.text())));
}

graph_request list_groups(const user_id& user) {
  return make(operation::list_groups, user_path(user, "/transitiveMemberOf?$top=999"));
}

graph_request read_policy() {
  return make(operation::read_policy,
              "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/"
              "TemporaryAccessPass");
}

}  // namespace daypass::entra

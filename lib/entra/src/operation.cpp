#include "daypass/entra/operation.hpp"

#include "daypass/base/assert.hpp"

#include <array>

namespace daypass::entra {
namespace {

struct row {
  operation which;
  std::string_view name;
  std::string_view method;
  lane draws_on;
};

constexpr std::array<row, operation_count> table{{
    {operation::read_user, "read_user", "GET", lane::reads},
    {operation::find_users, "find_users", "GET", lane::reads},
    {operation::find_deleted, "find_deleted", "GET", lane::reads},
    {operation::create_user, "create_user", "POST", lane::writes},
    {operation::update_user, "update_user", "PATCH", lane::writes},
    {operation::enable_user, "enable_user", "PATCH", lane::writes},
    {operation::set_manager, "set_manager", "PUT", lane::writes},
    {operation::join_group, "join_group", "POST", lane::writes},
    {operation::revoke_sessions, "revoke_sessions", "POST", lane::writes},
    {operation::list_roles, "list_roles", "GET", lane::reads},
    {operation::list_eligible, "list_eligible", "GET", lane::reads},
    {operation::list_group_eligible, "list_group_eligible", "GET", lane::reads},
    {operation::list_groups, "list_groups", "GET", lane::reads},
    {operation::read_policy, "read_policy", "GET", lane::reads},
    {operation::list_methods, "list_methods", "GET", lane::methods},
    {operation::issue_pass, "issue_pass", "POST", lane::methods},
    {operation::delete_pass, "delete_pass", "DELETE", lane::methods},
}};

const row& row_of(operation which) {
  const auto index = static_cast<std::size_t>(which);
  DAYPASS_ASSERT(index < table.size());
  DAYPASS_ASSERT(table[index].which == which);
  return table[index];
}

}  // namespace

std::string_view to_string(operation which) {
  return row_of(which).name;
}

std::string_view method_of(operation which) {
  return row_of(which).method;
}

bool has_effect(operation which) {
  return row_of(which).method != "GET";
}

lane lane_of(operation which) {
  return row_of(which).draws_on;
}

}  // namespace daypass::entra

#pragma once
// The exact requests: targets and bodies. Pure but for the random password.

#include "daypass/base/error.hpp"
#include "daypass/domain/account.hpp"
#include "daypass/domain/pass.hpp"
#include "daypass/entra/operation.hpp"
#include "daypass/net/wiped_buffer.hpp"

#include <string>
#include <string_view>

namespace daypass::entra {

/// One request of Graph, before anything about how it travels.
struct graph_request {
  operation asked{};
  std::string target;  ///< Behind the version: begins with a slash.
  net::wiped_buffer body;
  bool eventual = false;             ///< Advanced query: ConsistencyLevel: eventual.
  instant nearest = instant::min();  ///< Whose activation comes first goes first; see lane_gate.
};

/// GET of one user, by id or UPN (Graph: user-get).
[[nodiscard]] graph_request read_user(std::string_view id_or_upn);

/// GET of the users with that employeeId (Graph: user-list, $filter).
[[nodiscard]] graph_request find_users_by_employee_id(std::string_view employee_id);

/// GET of the soft-deleted users with that UPN or employeeId, where not empty (Graph:
/// directory-deleteditems-list).
[[nodiscard]] graph_request find_deleted(std::string_view upn, std::string_view employee_id);

/// GET of one soft-deleted user, as a list of one, so that $select knows its type.
[[nodiscard]] graph_request find_deleted_by_id(const user_id& user);

/// POST of a disabled member (Graph: user-post-users).
[[nodiscard]] result<graph_request> create_user(const member_attributes& attributes);

/// PATCH of all attributes but the UPN and the mailNickname that goes with it; empty ones are
/// nulled, save those that can't be (Graph: user-update).
[[nodiscard]] graph_request update_user(const user_id& user, const member_attributes& attributes);

[[nodiscard]] graph_request enable_user(const user_id& user, bool enabled);

/// GET of the users whose employeeId, or with an @ whose mail or UPN, this is.
[[nodiscard]] graph_request find_manager(std::string_view manager);

/// GET of the users whose mail or UPN this is, as read_user shows them.
[[nodiscard]] graph_request find_address(std::string_view address);

/// PUT of the reference (Graph: user-post-manager). `root` as in graph_settings.
[[nodiscard]] graph_request set_manager(const user_id& user, const user_id& manager,
                                        std::string_view root);

/// POST of a member reference (Graph: group-post-members).
[[nodiscard]] graph_request join_group(const user_id& user, std::string_view group,
                                       std::string_view root);

[[nodiscard]] graph_request revoke_sessions(const user_id& user);

/// GET of all methods (Graph: authentication-list-methods; takes no query options).
[[nodiscard]] graph_request list_methods(const user_id& user);

/// POST of a pass (Graph: authentication-post-temporaryaccesspassmethods).
[[nodiscard]] graph_request issue_pass(const user_id& user, const pass_plan& plan);

[[nodiscard]] graph_request delete_pass(const user_id& user, const pass_id& pass);

/// GET of active role assignments of the user itself (Graph: rbacapplication-list-roleassignments).
[[nodiscard]] graph_request list_roles(const user_id& user);

/// GET of the roles that the user may activate (Graph:
/// rbacapplication-list-roleeligibilityscheduleinstances).
[[nodiscard]] graph_request list_eligible(const user_id& user);

/// GET of the groups that the user may become a member or owner of by its own act (Graph:
/// privilegedaccessgroup-list-eligibilityscheduleinstances).
[[nodiscard]] graph_request list_group_eligible(const user_id& user);

/// GET of all groups and roles, nested ones included (Graph: user-list-transitivememberof).
[[nodiscard]] graph_request list_groups(const user_id& user);

/// GET of the tenant's pass policy (Graph:
/// temporaryaccesspassauthenticationmethodconfiguration-get).
[[nodiscard]] graph_request read_policy();

}  // namespace daypass::entra

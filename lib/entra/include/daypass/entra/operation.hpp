#pragma once
// Every request that we make of Graph, by what it is for.

#include "daypass/domain/step.hpp"

#include <cstdint>
#include <string_view>

namespace daypass::entra {

enum class operation : std::uint8_t {
  read_user,        ///< GET /users/{id or UPN}
  find_users,       ///< GET /users?$filter=...
  find_deleted,     ///< GET /directory/deletedItems/microsoft.graph.user?$filter=...
  create_user,      ///< POST /users
  update_user,      ///< PATCH /users/{id}, attributes
  enable_user,      ///< PATCH /users/{id}, accountEnabled
  set_manager,      ///< PUT /users/{id}/manager/$ref
  join_group,       ///< POST /groups/{id}/members/$ref
  revoke_sessions,  ///< POST /users/{id}/revokeSignInSessions
  list_roles,       ///< GET /roleManagement/directory/roleAssignments?$filter=...
  list_eligible,    ///< GET /roleManagement/directory/roleEligibilityScheduleInstances?$filter=...
  /// GET /identityGovernance/privilegedAccess/group/eligibilityScheduleInstances?$filter=...
  list_group_eligible,
  list_groups,   ///< GET /users/{id}/transitiveMemberOf
  read_policy,   ///< GET .../authenticationMethodConfigurations/TemporaryAccessPass
  list_methods,  ///< GET /users/{id}/authentication/methods
  issue_pass,    ///< POST /users/{id}/authentication/temporaryAccessPassMethods
  delete_pass,   ///< DELETE /users/{id}/authentication/temporaryAccessPassMethods/{id}
};

inline constexpr std::size_t operation_count = 17;

/// The name as it stands in metrics and error texts.
[[nodiscard]] std::string_view to_string(operation which);

/// The HTTP method.
[[nodiscard]] std::string_view method_of(operation which);

/// Everything but a GET: what was sent and not answered may have taken effect.
[[nodiscard]] bool has_effect(operation which);

/// Whose budget it draws on (Graph: throttling-limits): the authentication methods have one of
/// their own, and writes one beside the resource units that they cost like reads.
[[nodiscard]] lane lane_of(operation which);

}  // namespace daypass::entra

#pragma once
// The calls of Graph, one function for each route, in one file for each resource.

#include "simulators/entra/logic/call.hpp"

namespace daypass::entra_simulator {

// token.cpp (OAuth 2.0 client credentials; OpenID Connect discovery)
response issue_token(graph_state& state, const call& asked);
/// Issues one for an audience, whatever proof was shown.
issued_token draw_token(graph_state& state, const call& asked, std::string_view audience,
                        const token_claims_asked& claims_asked);
response openid_configuration(graph_state& state, const call& asked);
response instance_discovery(graph_state& state, const call& asked);
response signing_keys(graph_state& state, const call& asked);

// managed_identity.cpp
response issue_metadata_token(graph_state& state, const call& asked);
response issue_service_token(graph_state& state, const call& asked);

// user_reads.cpp
response get_user(graph_state& state, const call& asked);
response list_users(graph_state& state, const call& asked);
response get_manager(graph_state& state, const call& asked);
response list_deleted(graph_state& state, const call& asked);
response get_deleted(graph_state& state, const call& asked);

// user_writes.cpp
response create_user(graph_state& state, const call& asked);
response update_user(graph_state& state, const call& asked);
response delete_user(graph_state& state, const call& asked);
response restore_user(graph_state& state, const call& asked);
response purge_user(graph_state& state, const call& asked);
response revoke_sessions(graph_state& state, const call& asked);

// references.cpp
response set_manager(graph_state& state, const call& asked);
response remove_manager(graph_state& state, const call& asked);
response add_group_member(graph_state& state, const call& asked);
response remove_group_member(graph_state& state, const call& asked);

// membership.cpp
response list_groups(graph_state& state, const call& asked);
response get_group(graph_state& state, const call& asked);
response list_group_members(graph_state& state, const call& asked);
response list_member_of(graph_state& state, const call& asked);
response list_transitive_member_of(graph_state& state, const call& asked);
response list_role_assignments(graph_state& state, const call& asked);
response list_role_eligibilities(graph_state& state, const call& asked);
response list_group_eligibilities(graph_state& state, const call& asked);

// pass_calls.cpp
response list_methods(graph_state& state, const call& asked);
response list_passes(graph_state& state, const call& asked);
response get_pass(graph_state& state, const call& asked);
response create_pass(graph_state& state, const call& asked);
response delete_pass(graph_state& state, const call& asked);

// tenant.cpp
response get_policy(graph_state& state, const call& asked);
response update_policy(graph_state& state, const call& asked);
response reset_policy(graph_state& state, const call& asked);
response list_organization(graph_state& state, const call& asked);
response list_domains(graph_state& state, const call& asked);

/// A user as Graph writes it: the default properties, or those of $select. Gives the name of a
/// property that does not exist instead.
struct projection {
  json made;
  std::string unknown;
};
[[nodiscard]] projection project(const user& whom, std::optional<std::string_view> select,
                                 bool mangle_deleted_upn);
/// The answer to a $select of something that does not exist.
[[nodiscard]] response unknown_property(const call& asked, std::string_view name);

/// The user that a request's first name means, if the directory replica knows it.
[[nodiscard]] user* visible_user(graph_state& state, const call& asked, replica which);

/// Reads and checks what a create or PATCH sets; gives the refusal, if it was refused.
[[nodiscard]] std::optional<response> read_properties(graph_state& state, const call& asked,
                                                      bool creating, property_values& into,
                                                      std::vector<int>& named);

}  // namespace daypass::entra_simulator

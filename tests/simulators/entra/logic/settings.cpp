#include "simulators/entra/logic/settings.hpp"

namespace daypass::entra_simulator {
namespace {

/// Names every switch once, for reading and for writing.
template <typename Switches, typename Visitor>
void visit(Switches& s, Visitor&& with) {
  with("directory_lag_ms", s.directory_lag);
  with("index_lag_ms", s.index_lag);
  with("authentication_lag_ms", s.authentication_lag);
  with("reference_lag_ms", s.reference_lag);
  with("membership_lag_ms", s.membership_lag);
  with("flap_probability", s.flap_probability);
  with("flap_window_ms", s.flap_window);
  with("reference_lag_not_found", s.reference_lag_not_found);
  with("existing_pass_conflicts", s.existing_pass_conflicts);
  with("past_start", s.past_start);
  with("scope_enforced_on_create", s.scope_enforced_on_create);
  with("pass_delete_revokes_sessions", s.pass_delete_revokes_sessions);
  with("start_horizon_minutes", s.start_horizon_minutes);
  with("pass_usable_lag_ms", s.pass_usable_lag);
  with("unknown_user_code", s.unknown_user_code);
  with("unknown_user_message", s.unknown_user_message);
  with("deleted_holds_upn", s.deleted_holds_upn);
  with("mangle_deleted_upn", s.mangle_deleted_upn);
  with("protect_admins", s.protect_admins);
  with("revoke_status", s.revoke_status);
  with("throttling", s.throttling);
  with("directory_size", s.directory_size);
  with("authentication_limit", s.authentication_limit);
  with("omit_retry_after", s.omit_retry_after);
  with("retry_after_grace_ms", s.retry_after_grace);
  with("token_lifetime_min_s", s.token_lifetime_min_s);
  with("token_lifetime_max_s", s.token_lifetime_max_s);
  with("secret_expired", s.secret_expired);
  with("assertion_skew_s", s.assertion_skew_s);
  with("assertion_lifetime_max_s", s.assertion_lifetime_max_s);
  with("identity_assigned", s.identity_assigned);
  with("token_error", s.token_error);
  with("permissions", s.permissions);
  with("latency_ms", s.latency);
  with("clock_offset_ms", s.clock_offset);
}

}  // namespace

switches::switches()
    : permissions{"User.ReadWrite.All",
                  "User.DeleteRestore.All",
                  "User.RevokeSessions.All",
                  "UserAuthenticationMethod.ReadWrite.All",
                  "UserAuthMethod-TAP.ReadWrite.All",
                  "Policy.Read.All",
                  "Policy.ReadWrite.AuthenticationMethod",
                  "RoleManagement.Read.Directory",
                  "RoleEligibilitySchedule.Read.Directory",
                  "PrivilegedEligibilitySchedule.Read.AzureADGroup",
                  "GroupMember.ReadWrite.All",
                  "Organization.Read.All",
                  "Domain.Read.All"} {}

json to_json(const switches& set) {
  json made = json::object();
  visit(set, simulator::switch_writer{made});
  return made;
}

std::string apply_changes(switches& set, const json& changes) {
  return simulator::change_switches(set, changes,
                                    [](auto& each, auto&& with) { visit(each, with); });
}

}  // namespace daypass::entra_simulator

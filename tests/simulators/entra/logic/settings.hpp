#pragma once
// Who the simulated tenant is, and every behaviour that can be switched while it runs. Behaviours
// that nobody documents are here and nowhere else, so that no client can come to rely on one.

#include "simulators/entra/logic/json.hpp"
#include "simulators/remote/switches_json.hpp"

#include "daypass/base/time.hpp"

#include <string>
#include <vector>

namespace daypass::entra_simulator {

/// Fixed for the life of a simulator.
struct identity {
  std::string tenant_id = "3f1c7c2e-5a0b-4d52-9a4e-6a4d2d1c0b11";
  std::string client_id = "8b7f1a90-2c4d-4e6f-8a1b-3c5d7e9f0a1b";
  std::string client_secret = "sim~secret+value";
  std::vector<std::string> domains{"contoso.example"};  ///< Verified; the first is the default.
  std::string company_name = "Contoso";
  std::string object_id = "5d2e9c41-7b30-4f6a-b1c8-0e4a6f7d2c93";  ///< Of its service principal.
  /// Beside Graph: the audiences that tokens are issued for, each to its own `AUDIENCE/.default`.
  std::vector<std::string> other_audiences{"https://vault.azure.net"};
  std::string identity_header = "sim-identity-header";  ///< $IDENTITY_HEADER of its containers.
  std::string canary = "Kanarie";  ///< Stands inside every code; at most 40 characters.
};

using simulator::delay_range;

struct switches {
  // When each service behind Graph learns of a new user, counted from its creation.
  delay_range directory_lag;       ///< GET, PATCH and DELETE of the user itself.
  delay_range index_lag;           ///< $filter.
  delay_range authentication_lag;  ///< Everything under /authentication.
  delay_range reference_lag;       ///< Manager and group references to or from the user.
  delay_range membership_lag;      ///< A new group membership, as the pass policy sees it.
  double flap_probability = 0;     ///< A read within flap_window after the lag misses anyway.
  duration flap_window = minutes{2};
  bool reference_lag_not_found = false;  ///< 404, instead of 400 "Not a valid reference update".

  bool existing_pass_conflicts = false;  ///< The legacy 400, instead of replacing.
  std::string past_start = "refuse";     ///< refuse, now (taken as the current time) or keep.
  bool scope_enforced_on_create = true;  ///< false: created, and DisabledByPolicy.
  bool pass_delete_revokes_sessions = false;
  int start_horizon_minutes = 0;  ///< How far ahead a pass may start; 0 is without limit.
  duration pass_usable_lag{0};    ///< A code signs in only this long after its creation.
  std::string unknown_user_code = "resourceNotFound";
  std::string unknown_user_message = "User not found";

  bool deleted_holds_upn = true;    ///< A soft-deleted user's UPN can't be taken.
  bool mangle_deleted_upn = false;  ///< A soft-deleted user's UPN reads as id + UPN.
  bool protect_admins = true;       ///< App-only writes to holders of a role are refused.
  int revoke_status = 200;          ///< revokeSignInSessions answers 200 with a body, or 204.

  bool throttling = true;               ///< The documented token buckets.
  std::string directory_size = "auto";  ///< auto, S, M or L.
  bool authentication_limit = false;    ///< 5 requests in 10 s on /users/{id}/authentication.
  bool omit_retry_after = false;
  duration retry_after_grace = milliseconds{250};  ///< For requests already on their way.

  int token_lifetime_min_s = 3600;
  int token_lifetime_max_s = 5400;
  bool secret_expired = false;
  int assertion_skew_s = 300;           ///< How far clocks may be apart.
  int assertion_lifetime_max_s = 3600;  ///< From nbf to exp.
  bool identity_assigned = true;        ///< The machine has the application's managed identity.
  std::string token_error;  ///< An AADSTS number that every token request is answered with.
  std::vector<std::string> permissions;  ///< Granted app roles; take effect at once.

  delay_range latency;       ///< Of every answer.
  duration clock_offset{0};  ///< Graph's clock less the host's.

  switches();
};

/// All switches as JSON; times are numbers of milliseconds and end in `_ms`.
[[nodiscard]] json to_json(const switches& set);

/// Sets what `changes` names and leaves the rest. Says what was wrong, or nothing; when something
/// was wrong nothing was set.
[[nodiscard]] std::string apply_changes(switches& set, const json& changes);

}  // namespace daypass::entra_simulator

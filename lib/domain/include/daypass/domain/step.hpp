#pragma once
// The steps: everything that the engine can do for a hire. `decide` names them, ports carry them
// out, `absorb` folds in what happened.

#include "daypass/base/shared_value.hpp"
#include "daypass/base/time.hpp"
#include "daypass/domain/account.hpp"
#include "daypass/domain/ids.hpp"
#include "daypass/domain/pass.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace daypass {

/// Which budget a step draws on: each has its own token bucket and its own slots.
enum class lane : std::uint8_t {
  reads,    ///< Directory reads.
  writes,   ///< Directory writes.
  methods,  ///< Authentication methods: reads and writes of passes.
  secrets,  ///< The secure store.
};

inline constexpr std::size_t lane_count = 4;

enum class step_kind : std::uint8_t {
  look_account,     ///< Who holds the UPN and the employeeId; by user id once it is known.
  create_account,   ///< Create the member, disabled.
  gather_evidence,  ///< What adoption wants to know.
  update_account,   ///< Bring attributes to what HR wants.
  link_manager,     ///< Find and set the manager: a soft want.
  join_groups,      ///< Make the account a member of the profile's groups.
  enable_account,   ///< accountEnabled = true, just before the pass is issued.
  look_methods,     ///< Methods and passes: before an issue, after a publish, and when watching.
  issue_pass,       ///< Create the Temporary Access Pass.
  publish_secret,   ///< The code into the secure store.
  refresh_secret,   ///< What is not secret beside the published pass.
  withdraw_secret,  ///< Remove the published secret, durably.
  delete_pass,      ///< Delete our pass.
  disable_account,  ///< accountEnabled = false.
  revoke_sessions,  ///< Graph: revokeSignInSessions.
  look_manager,     ///< Whether the manager's address belongs to an enabled member.
};

inline constexpr std::size_t step_kind_count = 16;

[[nodiscard]] std::string_view to_string(step_kind kind);
[[nodiscard]] std::optional<step_kind> step_kind_named(std::string_view name);
[[nodiscard]] std::string_view to_string(lane which);

/// The lane whose budget a step draws on.
[[nodiscard]] lane lane_of(step_kind kind);

/// Steps whose late effect could matter: their intent is stored before they are sent.
[[nodiscard]] bool has_intent(step_kind kind);

/// One of the four that lock a hire out, or that tidy up a pass: runs beside a forward step.
[[nodiscard]] bool is_revocation(step_kind kind);

/// One thing to do for one hire, with all that it takes.
struct step {
  step_id id{};
  step_kind kind = step_kind::look_account;
  bool urgent = false;  ///< Part of a lock-out: first at every queue.
  user_id user;         ///< Of every step on a known account.
  /// create_account, update_account; look_account: UPN and employeeId alone matter.
  shared_value<member_attributes> attributes;
  pass_plan plan;                   ///< issue_pass, publish_secret, refresh_secret.
  pass_id pass;                     ///< publish_secret, delete_pass.
  secret_name secret;               ///< withdraw_secret.
  std::string manager;              ///< link_manager: employeeId or e-mail; look_manager: e-mail.
  std::vector<std::string> groups;  ///< join_groups: object ids.
};

}  // namespace daypass

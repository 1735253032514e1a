#pragma once
// Why a hire does not go forward. Each names something that a person can act on; the cure is
// what `show` and the log line print.

#include <cstdint>
#include <optional>
#include <string_view>

namespace daypass {

enum class reason : std::uint8_t {
  none,
  // Held: ends by itself when the cause ends (design 5.8).
  operator_hold,    ///< An operator holds this hire.
  policy_lifetime,  ///< Tenant policy: the profile's lifetime is outside min and max.
  policy_one_time,  ///< Tenant policy: one-time use is forced, the profile wants multi-use.
  policy_disabled,  ///< Tenant policy: Temporary Access Pass is disabled.
  policy_scope,     ///< The account is not in the policy's targets (yet).
  pass_disabled,    ///< Entra shows our pass as DisabledByPolicy.
  clock_untrusted,  ///< Our clock is more than 120 s from Graph's.
  creations_held,   ///< More creations an hour than allowed.
  lane_held,        ///< A remote, permission or token failure holds the lane.
  profile_unknown,  ///< The event names a profile that is not configured or not nameable.
  place_unknown,    ///< No zone can be found for the place.
  // Parked: this hire needs a person (design 5.6 to 5.8).
  start_implausible,    ///< The start is more than 7 days past or 400 ahead when first seen.
  reopen_unconfirmed,   ///< Announced again after a rescission, in a source ordered by time.
  established,          ///< Events after our authority over the account ended.
  upn_invalid,          ///< No UPN allowed by the rules and domains can be made.
  upn_exhausted,        ///< Ten numbers tried, all taken.
  account_conflict,     ///< Another account holds this employeeId or UPN and may not be adopted.
  adoption_refused,     ///< The evidence for adoption is missing or against it.
  soft_deleted_holder,  ///< A deleted account holds the UPN or employeeId.
  disabled_by_other,    ///< Someone else disabled the account.
  account_deleted,      ///< Someone else deleted the account.
  foreign_pass,         ///< A pass that is not ours is on the account.
  pass_removed_often,   ///< Our pass was removed before activation more than twice.
  strong_method_found,  ///< The account has a strong method: no first key is issued.
  too_late,             ///< Not ready by activation + 5 days.
  refused,              ///< The directory refuses the step; the history has its words.
  store_refused,        ///< The secure store refuses the secret.
  guest_account,        ///< The account is a guest: no pass may be issued.
};

inline constexpr std::uint8_t reason_count = 29;

/// The stable name in metrics, logs and `list --parked`: `start_implausible`.
[[nodiscard]] std::string_view to_string(reason why);

/// The reason of that name, or nothing.
[[nodiscard]] std::optional<reason> reason_named(std::string_view name);

/// What a person can do about it, in one sentence.
[[nodiscard]] std::string_view cure(reason why);

}  // namespace daypass

#include "daypass/domain/reason.hpp"

#include <array>

namespace daypass {
namespace {

struct reason_row {
  std::string_view name;
  std::string_view cure;
};

constexpr std::array<reason_row, reason_count> reason_rows = {{
    {"none", ""},
    {"operator_hold", "release HIRE when the hire may go on"},
    {"policy_lifetime",
     "bring the profile's lifetime inside the tenant's Temporary Access Pass policy, or change it"},
    {"policy_one_time", "set one_time = true in the profile, or allow multi-use in the policy"},
    {"policy_disabled", "enable Temporary Access Pass in the tenant's authentication methods"},
    {"policy_scope", "include the account, or a group it is in, in the policy's targets"},
    {"pass_disabled", "check the tenant's policy: it disabled a pass already issued"},
    {"clock_untrusted", "set this machine's clock: it is over 120 s from Graph's"},
    {"creations_held", "check the feed for a flood; raise creations_per_hour_max if it is right"},
    {"lane_held", "see the lane's own alert: permission, secret, remote or throttling"},
    {"profile_unknown", "configure the profile the event names, or have HR send another"},
    {"place_unknown", "add the site to [sites], or have HR send a time zone"},
    {"start_implausible", "have HR correct the start date, then retry HIRE"},
    {"reopen_unconfirmed", "confirm with HR that the hire is on again, then release HIRE"},
    {"established", "the account is in use: act in Entra by hand; for a rehire, reissue HIRE"},
    {"upn_invalid", "have HR send a userPrincipalName in an allowed domain, then retry HIRE"},
    {"upn_exhausted", "have HR send a free userPrincipalName, then retry HIRE"},
    {"account_conflict", "find out whose the account is; adopt HIRE takes it, or rename it"},
    {"adoption_refused", "the account has roles, methods or age that forbid a first key"},
    {"soft_deleted_holder", "purge or restore the deleted account in Entra, then retry HIRE"},
    {"disabled_by_other", "find out who disabled the account and why, then retry HIRE"},
    {"account_deleted", "find out who deleted the account and why, then retry HIRE"},
    {"foreign_pass", "someone made a pass by hand: remove it if unwanted, then retry HIRE"},
    {"pass_removed_often", "find out who removes the pass, then reissue HIRE"},
    {"strong_method_found", "the account can sign in already: no first key is needed"},
    {"too_late", "if the hire is still to come, have HR move the start, then retry HIRE"},
    {"refused", "read the directory's words in show HIRE, mend the cause, then retry HIRE"},
    {"store_refused", "read the store's words in show HIRE, mend the cause, then retry HIRE"},
    {"guest_account", "a Temporary Access Pass is for members only: invite or convert by hand"},
}};

}  // namespace

std::string_view to_string(reason why) {
  return reason_rows[static_cast<std::size_t>(why)].name;
}
std::string_view cure(reason why) {
  return reason_rows[static_cast<std::size_t>(why)].cure;
}

std::optional<reason> reason_named(std::string_view name) {
  for (std::size_t index = 0; index < reason_rows.size(); ++index) {
    if (reason_rows[index].name == name) return static_cast<reason>(index);
  }
  return std::nullopt;
}

}  // namespace daypass

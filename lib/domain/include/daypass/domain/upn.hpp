#pragma once
// What the planner must do with a user principal name by itself: the next free one.

#include <cstddef>
#include <string>
#include <string_view>

namespace daypass {

// Entra: concept-sspr-policy (userPrincipalName policies).
inline constexpr std::size_t upn_local_max = 64;   ///< Characters before the @.
inline constexpr std::size_t upn_domain_max = 48;  ///< Characters after the @.
inline constexpr std::size_t upn_total_max = 113;  ///< Characters in all, the @ among them.
inline constexpr std::size_t mail_nickname_max = 64;

/// `upn` with `number` at the end of its local part, which is cut to make room: `ann.lee@x` and 2
/// give `ann.lee2@x`. A text without an @ is taken as a local part (a mailNickname). Pure; the same
/// arguments give the same name.
[[nodiscard]] std::string upn_with_number(std::string_view upn, unsigned number);

}  // namespace daypass

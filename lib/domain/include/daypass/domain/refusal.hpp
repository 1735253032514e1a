#pragma once
// What the ports may answer besides success, in words the planner understands: the codes of every
// `error` that the directory and secret-store ports give.

#include <cstdint>
#include <system_error>

namespace daypass {

enum class refusal : std::uint8_t {
  unavailable = 1,    ///< The remote is down, slow or answers 5xx.
  throttled,          ///< 429, or 503 with Retry-After.
  not_found,          ///< The object does not exist, or is not known to this replica yet.
  conflict,           ///< The UPN is held by another object (Graph: ObjectConflict).
  invalid_reference,  ///< "Not a valid reference update": not replicated yet.
  upn_invalid,        ///< The UPN or its domain is refused.
  policy_lifetime,    ///< The lifetime is outside the tenant's policy.
  policy_one_time,    ///< Multi-use is refused by the tenant's policy.
  policy_scope,       ///< The account is not in the policy's targets, or the policy is disabled.
  guest,              ///< External guests get no pass.
  pass_exists,        ///< A pass is there already (legacy behaviour).
  forbidden,          ///< The application lacks a permission.
  unauthorised,       ///< The token is refused, or none can be had.
  rejected,           ///< Any other refusal of the request as such.
  bad_answer,         ///< The answer can't be understood.
  store_refused,      ///< The secure store can't take the secret: recipient, room, rights.
  no_answer,          ///< Sent; the answer was lost or came after the deadline.
  given_up,           ///< Cancelled before it was sent.
};

[[nodiscard]] const std::error_category& refusal_category();
[[nodiscard]] inline std::error_code make_error_code(refusal code) {
  return {static_cast<int>(code), refusal_category()};
}

}  // namespace daypass

template <>
struct std::is_error_code_enum<daypass::refusal> : std::true_type {};

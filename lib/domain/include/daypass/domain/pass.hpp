#pragma once
// A Temporary Access Pass: what we planned, what Entra lists, what the tenant's policy allows.
// Source of every field: Graph v1.0, resources/temporaryAccessPassAuthenticationMethod.

#include "daypass/base/time.hpp"
#include "daypass/domain/ids.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace daypass {

/// What one pass shall be, frozen with the intent to issue it (design 5.4).
struct pass_plan {
  instant start_at{};           ///< First usable, UTC, whole seconds.
  minutes lifetime{60};         ///< 10 to 43200 and within the tenant's policy.
  bool one_time = false;        ///< Graph: isUsableOnce.
  bool starts_at_once = false;  ///< The start is not sent: it is past or within two minutes.
  secret_name secret;           ///< Drawn anew for each intent; no person in it.
  std::vector<std::string> recipients;  ///< SHA-256 fingerprints of the certificates, in hex.
  std::string zone;                     ///< IANA name, for the words in the sealed pass.
  std::vector<pass_id> seen_before;     ///< Passes listed just before the POST: not ours.

  [[nodiscard]] instant end_at() const { return start_at + lifetime; }

  friend bool operator==(const pass_plan&, const pass_plan&) = default;
};

/// Graph: methodUsabilityReason, compared without case. New values may come.
enum class pass_usability : std::uint8_t {
  enabled,             ///< EnabledByPolicy: usable now.
  not_yet_valid,       ///< NotYetValid: its start is to come.
  expired,             ///< Expired.
  one_time_used,       ///< OneTimeUsed: someone signed in with it.
  disabled_by_policy,  ///< DisabledByPolicy: the tenant's policy forbids it now.
  unknown,             ///< A value newer than this list.
};

[[nodiscard]] std::string_view to_string(pass_usability usability);

/// One pass as Entra lists it; the code is null on every read.
struct listed_pass {
  pass_id id;
  instant created_at{};
  instant start_at{};
  minutes lifetime{0};
  bool one_time = false;
  pass_usability usability = pass_usability::unknown;

  friend bool operator==(const listed_pass&, const listed_pass&) = default;
};

/// Graph: authenticationMethodConfigurations/TemporaryAccessPass.
struct tenant_pass_policy {
  bool enabled = true;
  minutes lifetime_min{60};
  minutes lifetime_max{480};
  minutes lifetime_default{60};
  bool one_time_only = false;
  instant read_at{};

  friend bool operator==(const tenant_pass_policy&, const tenant_pass_policy&) = default;
};

}  // namespace daypass

#pragma once
// The tenant's Temporary Access Pass policy (temporaryAccessPassAuthenticationMethodConfiguration).

#include "simulators/entra/logic/json.hpp"

#include <string>
#include <vector>

namespace daypass::entra_simulator {

struct policy_target {
  std::string type;  ///< "group" or "user".
  std::string id;    ///< An object id, or "all_users".
};

/// Documented defaults, but for `enabled`, which is false in a fresh tenant and after a reset.
struct pass_policy {
  bool enabled = false;
  int default_lifetime_minutes = 60;
  int default_length = 8;
  int minimum_lifetime_minutes = 60;
  int maximum_lifetime_minutes = 480;
  bool once = false;
  std::vector<policy_target> include{{"group", "all_users"}};
  std::vector<policy_target> exclude;
};

/// The policy as Graph writes it, without @odata.context.
[[nodiscard]] json to_json(const pass_policy& policy);

/// Changes what a PATCH body names. Says what was wrong (and then changed nothing), or nothing.
[[nodiscard]] std::string apply_patch(pass_policy& policy, const json& body);

}  // namespace daypass::entra_simulator

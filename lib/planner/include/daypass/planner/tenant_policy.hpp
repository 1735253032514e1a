#pragma once
// What the tenant's pass policy says of a profile.

#include "daypass/domain/pass.hpp"
#include "daypass/domain/profile.hpp"
#include "daypass/domain/reason.hpp"

#include <optional>

namespace daypass::planner {

/// Why passes of this profile can't be issued under that policy; nothing: they can. Pure.
[[nodiscard]] std::optional<reason> policy_obstacle(const profile& how,
                                                    const tenant_pass_policy& tenant);

}  // namespace daypass::planner

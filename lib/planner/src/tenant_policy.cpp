#include "daypass/planner/tenant_policy.hpp"

namespace daypass::planner {

std::optional<reason> policy_obstacle(const profile& how, const tenant_pass_policy& tenant) {
  if (!tenant.enabled) return reason::policy_disabled;
  if (how.pass_lifetime < tenant.lifetime_min || how.pass_lifetime > tenant.lifetime_max) {
    return reason::policy_lifetime;
  }
  if (tenant.one_time_only && !how.one_time) return reason::policy_one_time;
  return std::nullopt;
}

}  // namespace daypass::planner

#pragma once
// What the planner needs of the configuration and of the tenant, as one immutable value.

#include "daypass/base/time.hpp"
#include "daypass/domain/pass.hpp"
#include "daypass/domain/profile.hpp"

#include <map>
#include <optional>
#include <string>

namespace daypass::planner {

/// The durations of design 2 and 5. Defaults are the design's.
struct limits {
  duration late_effect_max = minutes{15};  ///< How long what was sent may still take effect.
  duration not_yet_max = minutes{15};      ///< After our create, how long a 404 means "not yet".
  duration settle_delay = minutes{5};      ///< How long reads may lag behind our own writes.
  duration looks_fresh_for = minutes{2};   ///< A look at methods is good for an issue this long.
  duration evidence_fresh_for = minutes{10};
  duration verify_interval = hours{12};      ///< How often a published pass is compared again.
  duration verify_ahead = hours{1};          ///< And once this long before activation.
  duration scope_patience = hours{4};        ///< Scope refusals are "not yet" until then.
  duration last_look_ahead = minutes{15};    ///< Before the window ends.
  duration register_patience = minutes{15};  ///< From a one-time sign-in to a registered method.
  duration authority_to_issue = days{5};     ///< After the first pass became usable.
  duration authority_to_lock = days{30};     ///< Likewise, for a rescission; and for both after
                                             ///< the start, where no pass became usable.
  duration start_past_max = days{7};         ///< A start further back, when first seen: parked.
  duration start_ahead_max = days{400};
  duration overdue_after = days{5};   ///< After activation, without a ready pass.
  duration manager_until = days{30};  ///< After the start.
  duration manager_interval = days{1};
  duration stuck_after = minutes{5};          ///< A lock-out not confirmed by then is alarmed.
  duration hold_look_interval = minutes{10};  ///< How often a held hire is looked at unasked.
  duration retry_first = seconds{2};          ///< Backoff: the first delay's upper bound,
  duration retry_max = minutes{15};           ///< and its cap.
  duration revoke_retry_first = milliseconds{500};
  duration revoke_retry_max = seconds{60};

  friend bool operator==(const limits&, const limits&) = default;
};

struct policy {
  std::map<std::string, profile> profiles;
  limits bounds;
  std::optional<tenant_pass_policy> tenant;  ///< None: not read yet, or not permitted to.
  bool clock_trusted = true;                 ///< Ours is within 120 s of Graph's.
  bool creations_held = false;               ///< More creations an hour than allowed.

  /// The profile of that name, or nullptr.
  [[nodiscard]] const profile* find_profile(const std::string& name) const {
    const auto found = profiles.find(name);
    return found == profiles.end() ? nullptr : &found->second;
  }
};

}  // namespace daypass::planner

#include "simulation/conditions.hpp"

#include <fmt/format.h>

namespace daypass::simulation {

void conditions::pass(duration time, bool calm, bool mishaps_ended) {
  if (mishaps_ended && !ended_) {
    // From here on it is the daemon's own affair: counted anew.
    for (auto& [key, one] : all_) one.calm_for = {};
    ended_ = true;
  }
  if (!calm) return;
  for (auto& [key, one] : all_) {
    one.calm_for += time;
    const duration longest = ended_ ? one.longest.afterwards : one.longest.among_mishaps;
    if (one.told || one.calm_for <= longest) continue;
    one.told = true;
    complain_(key.first, one.hire,
              fmt::format("{}, for {} minutes of calm", key.second,
                          std::chrono::floor<minutes>(one.calm_for).count()));
  }
}

void conditions::holds(const std::string& rule, std::uint64_t hire, const std::string& subject,
                       patience longest) {
  held& one = all_[{rule, subject}];
  one.hire = hire;
  one.longest = longest;
  one.said_at = look_;
}

void conditions::end_look() {
  std::erase_if(all_, [this](const auto& entry) { return entry.second.said_at != look_; });
}

}  // namespace daypass::simulation

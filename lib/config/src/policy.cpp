#include "daypass/config/settings.hpp"

namespace daypass::config {

planner::policy make_policy(const settings& from,
                            const std::vector<std::string>& fixed_recipients) {
  planner::policy made;
  made.bounds = from.limits;
  made.profiles = from.profiles;
  for (auto& [name, one] : made.profiles) one.recipients = fixed_recipients;
  return made;
}

}  // namespace daypass::config

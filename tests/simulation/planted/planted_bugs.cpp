#include "simulation/planted/planted_bugs.hpp"

#include <algorithm>
#include <iterator>

namespace daypass::simulation {
namespace {

plantings gathered() {
  plantings all;
  for (const auto& group :
       {bugs_of_intake(), bugs_of_accounts(), bugs_of_passes(), bugs_of_lockout(),
        bugs_of_secrecy(), bugs_of_hours(), bugs_of_rest(), bugs_of_service()}) {
    std::ranges::copy(group, std::back_inserter(all));
  }
  return all;
}

}  // namespace

std::span<const planting> planted_bugs() {
  static const plantings all = gathered();
  return all;
}

}  // namespace daypass::simulation

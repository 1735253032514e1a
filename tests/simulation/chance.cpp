#include "simulation/chance.hpp"

namespace daypass::simulation {

duration chance::between(duration least, duration most) {
  const auto width = static_cast<std::uint64_t>((most - least).count()) + 1;
  return least + duration(static_cast<std::int64_t>(below(width)));
}

}  // namespace daypass::simulation

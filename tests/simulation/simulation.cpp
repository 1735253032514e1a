#include "simulation/simulation.hpp"

#include "simulation/player.hpp"

namespace daypass::simulation {

void add(verdict& sum, const verdict& more) {
  const auto add_counts = [](auto& counts, const auto& others) {
    for (const auto& [name, count] : others) counts[name] += count;
  };
  sum.broken.insert(sum.broken.end(), more.broken.begin(), more.broken.end());
  sum.impossible.insert(more.impossible.begin(), more.impossible.end());
  sum.worlds += more.worlds;
  sum.hires += more.hires;
  sum.served += more.served;
  sum.crashes += more.crashes;
  sum.orders += more.orders;
  sum.requests += more.requests;
  sum.steps += more.steps;
  for (std::size_t index = 0; index < mishap_count; ++index) {
    sum.mishaps[index].fired += more.mishaps[index].fired;
    sum.mishaps[index].in_flight += more.mishaps[index].in_flight;
    sum.mishaps[index].before_crash += more.mishaps[index].before_crash;
  }
  add_counts(sum.crashes_at, more.crashes_at);
  add_counts(sum.awaits, more.awaits);
}

verdict play(std::uint64_t seed, const allowance& allowed, planted_bug* planted) {
  return player(seed, allowed, planted).play();
}

}  // namespace daypass::simulation

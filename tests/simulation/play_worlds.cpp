// play-worlds: plays worlds by hand, and replays what a failing seed printed.
#include "simulation/fleet.hpp"
#include "simulation/minimise.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <thread>

namespace sim = daypass::simulation;

namespace {

std::vector<std::string> parts_of(const std::string& list) {
  std::vector<std::string> parts;
  std::istringstream in(list);
  for (std::string one; std::getline(in, one, ',');) parts.push_back(one);
  return parts;
}

sim::allowance allowance_of(const std::string& hires, const std::string& mishaps) {
  sim::allowance made;
  if (!hires.empty()) {
    made.hires.emplace();
    for (const std::string& one : parts_of(hires)) made.hires->insert(std::stoull(one));
  }
  if (mishaps.empty()) return made;
  made.mishaps.emplace();
  for (const std::string& one : parts_of(mishaps)) {
    if (const auto named = sim::mishap_named(one)) made.mishaps->insert(*named);
  }
  return made;
}

int replay(std::uint64_t seed, const sim::allowance& allowed, bool smaller) {
  sim::small_world world{seed, allowed, sim::play(seed, allowed)};
  if (smaller && !world.told.broken.empty()) {
    constexpr unsigned plays_max = 400;
    world = sim::minimise(seed, world.told, plays_max);
  }
  fmt::print("{}", sim::story_of(world));
  for (const std::string& what : world.told.impossible) fmt::print("{}\n", what);
  fmt::print("play-worlds {}\ntrace {:x}, {} steps\n", sim::arguments_of(seed, world.allowed),
             world.told.trace, world.told.steps);
  return world.told.broken.empty() ? 0 : 1;
}

void print_tally(const sim::verdict& sum) {
  for (std::size_t index = 0; index < sim::mishap_count; ++index) {
    const sim::mishap_counts& one = sum.mishaps[index];
    fmt::print("  {:<18} {:>9} {:>9} {:>9}\n", to_string(static_cast<sim::mishap>(index)),
               one.fired, one.in_flight, one.before_crash);
  }
}

int sail(std::uint64_t first, std::uint64_t count, unsigned workers) {
  const auto told = sim::play_all({.first = first, .count = count, .workers = workers});
  for (const sim::failing_world& world : told.failing) {
    for (const sim::broken_promise& one : world.broken) {
      fmt::print("seed {}: {} (hire {}): {}\n", world.seed, one.rule, one.hire, one.words);
    }
  }
  for (const std::string& one : told.died) fmt::print("{}\n", one);
  for (const std::string& one : told.sum.impossible) fmt::print("{}\n", one);
  const sim::verdict& sum = told.sum;
  print_tally(sum);
  fmt::print("{} worlds, {} broken, {} hires, {} served, {} crashes, {} orders, {} steps\n",
             sum.worlds, told.failing.size(), sum.hires, sum.served, sum.crashes, sum.orders,
             sum.steps);
  return told.failing.empty() && told.died.empty() ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  CLI::App program("Plays simulated worlds.");
  std::uint64_t seed = 0;
  std::uint64_t first = 1;
  std::uint64_t worlds = 100;
  unsigned workers = std::max(1U, std::thread::hardware_concurrency());
  std::string hires;
  std::string mishaps;
  bool smaller = false;
  program.add_option("--seed", seed, "this one alone, told as a story");
  program.add_option("--hires", hires, "of it, these hires alone: 2,3");
  program.add_option("--mishaps", mishaps, "of it, these mishaps alone: stall:3,... or none");
  program.add_flag("--minimise", smaller, "leave out what is not needed to break the promise");
  program.add_option("--first", first, "many worlds, from this seed on");
  program.add_option("--count", worlds, "how many");
  program.add_option("--workers", workers, "in so many processes");
  CLI11_PARSE(program, count, words);
  return seed != 0 ? replay(seed, allowance_of(hires, mishaps), smaller)
                   : sail(first, worlds, workers);
}

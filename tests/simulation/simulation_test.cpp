#include "simulation/fleet.hpp"
#include "simulation/simulated_process.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>

namespace daypass::simulation {
namespace {

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

void print(const std::string& title, const std::map<std::string, std::uint64_t>& counts) {
  std::cout << title << ":";
  for (const auto& [name, count] : counts) std::cout << "  " << name << " " << count;
  std::cout << "\n";
}

/// A sanitizer makes each world some thirty times slower: fewer of them, with every line watched.
std::uint64_t default_seeds() {
  return std::getenv("DAYPASS_SANITIZER") != nullptr ? 10 : 2000;
}

unsigned workers() {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  return static_cast<unsigned>(number_from("DAYPASS_WORKERS", cores));
}

/// DAYPASS_SEEDS worlds from DAYPASS_FIRST_SEED on.
TEST(Simulation, KeepsThePromisesUnderFaultsAndCrashes) {
  const std::uint64_t first = number_from("DAYPASS_FIRST_SEED", 1);
  const std::uint64_t count = number_from("DAYPASS_SEEDS", default_seeds());
  const verdict sum = play_all(first, count, std::max(1U, workers()));
  for (const std::string& broken : sum.broken) ADD_FAILURE() << broken;
  std::cout << count << " seeds, " << sum.hires << " hires, " << sum.faults << " faults, "
            << sum.crashes << " crashes, " << sum.orders << " orders, " << sum.purged
            << " hires purged, " << sum.steps << " steps\n";
  print("faults", sum.faults_by_kind);
  print("awaits met", sum.awaits);
  print("crashed at", sum.crashes_at);
  EXPECT_GE(sum.hires, 20 * count);
  if (count < 500) return;
  EXPECT_GE(sum.faults, 10 * count);
  EXPECT_GE(sum.crashes, 2 * count);
  EXPECT_GT(sum.orders, count);
  EXPECT_GT(sum.purged, 0U);
  const std::vector<std::string> points = await_points();
  const std::set<std::string> known(points.begin(), points.end());
  for (const std::string& point : points) {
    EXPECT_TRUE(sum.crashes_at.contains(point)) << "never crashed at " << point;
  }
  for (const auto& [point, met] : sum.awaits) {
    EXPECT_TRUE(known.contains(point)) << "no crash is aimed at " << point;
  }
}

TEST(Simulation, ReplaysASeedExactly) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const verdict once = play(seed);
    const verdict again = play(seed);
    EXPECT_EQ(once.trace, again.trace) << "seed " << seed;
    EXPECT_EQ(once.steps, again.steps) << "seed " << seed;
    EXPECT_EQ(once.faults_by_kind, again.faults_by_kind) << "seed " << seed;
  }
}

TEST(Simulation, PlaysTheSameWorldsHoweverManyProcessesShareThem) {
  const verdict alone = play_all(1, 4, 1);
  const verdict shared = play_all(1, 4, 3);
  EXPECT_EQ(alone.steps, shared.steps);
  EXPECT_EQ(alone.crashes_at, shared.crashes_at);
  EXPECT_EQ(alone.faults_by_kind, shared.faults_by_kind);
}

}  // namespace
}  // namespace daypass::simulation

#include "simulation/simulation.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <string>

namespace daypass::simulation {
namespace {

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

void add(std::map<std::string, std::uint64_t>& sum,
         const std::map<std::string, std::uint64_t>& more) {
  for (const auto& [name, count] : more) sum[name] += count;
}

void print(const std::string& title, const std::map<std::string, std::uint64_t>& counts) {
  std::cout << title << ":";
  for (const auto& [name, count] : counts) std::cout << "  " << name << " " << count;
  std::cout << "\n";
}

/// A sanitizer makes each world some thirty times slower: fewer of them, with every line watched.
std::uint64_t default_seeds() {
  return std::getenv("DAYPASS_SANITIZER") != nullptr ? 30 : 2000;
}

/// DAYPASS_SEEDS worlds from DAYPASS_FIRST_SEED on.
TEST(Simulation, KeepsThePromisesUnderFaultsAndCrashes) {
  const std::uint64_t first = number_from("DAYPASS_FIRST_SEED", 1);
  const std::uint64_t count = number_from("DAYPASS_SEEDS", default_seeds());
  verdict sum;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const verdict one = play(seed);
    for (const std::string& broken : one.broken) {
      ADD_FAILURE() << "seed " << seed << ": " << broken
                    << "\n  replay: DAYPASS_SEEDS=1 DAYPASS_FIRST_SEED=" << seed
                    << " simulation_test";
    }
    sum.hires += one.hires;
    sum.faults += one.faults;
    sum.crashes += one.crashes;
    sum.steps += one.steps;
    add(sum.faults_by_kind, one.faults_by_kind);
    add(sum.crashes_at, one.crashes_at);
    add(sum.awaits, one.awaits);
  }
  std::cout << count << " seeds, " << sum.hires << " hires, " << sum.faults << " faults, "
            << sum.crashes << " crashes, " << sum.steps << " steps\n";
  print("faults", sum.faults_by_kind);
  print("crashed at", sum.crashes_at);
  EXPECT_GE(sum.hires, 20 * count);
  if (count < 100) return;
  EXPECT_GE(sum.faults, 10 * count);
  EXPECT_GE(sum.crashes, 2 * count);
  for (const auto& [point, met] : sum.awaits) {
    EXPECT_GT(sum.crashes_at[point], 0U) << "never crashed at " << point << ", met " << met;
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

}  // namespace
}  // namespace daypass::simulation

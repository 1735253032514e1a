#include "simulation/fleet.hpp"
#include "simulation/life.hpp"
#include "simulation/minimise.hpp"

#include <fmt/format.h>
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

/// A sanitizer makes each world some thirty times slower: fewer of them, with every line watched.
std::uint64_t default_seeds() {
  return std::getenv("DAYPASS_SANITIZER") != nullptr ? 12 : 3000;
}

unsigned workers() {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  return static_cast<unsigned>(number_from("DAYPASS_WORKERS", cores));
}

void print(const verdict& sum) {
  std::cout << fmt::format(
      "{} worlds, {} hires, {} served, {} crashes, {} orders, {} steps\n"
      "mishap: struck, while a hire was in flight, within a second before a crash\n",
      sum.worlds, sum.hires, sum.served, sum.crashes, sum.orders, sum.steps);
  for (std::size_t index = 0; index < mishap_count; ++index) {
    const mishap_counts& one = sum.mishaps[index];
    std::cout << fmt::format("  {:<18} {:>8} {:>8} {:>8}\n", to_string(static_cast<mishap>(index)),
                             one.fired, one.in_flight, one.before_crash);
  }
}

/// A small world that breaks the same promise, as a story, and how to replay it.
void tell(const failing_world& world) {
  constexpr unsigned plays_max = 300;
  const small_world small = minimise(world.seed, play(world.seed), plays_max);
  ADD_FAILURE() << "replay: play-worlds " << arguments_of(small.seed, small.allowed) << "\n"
                << "whole:  play-worlds --seed " << world.seed << "\n"
                << story_of(small);
}

/// Every mishap struck often enough to mean something, also right before a crash.
void expect_all_mishaps(const verdict& sum) {
  for (std::size_t index = 0; index < mishap_count; ++index) {
    const mishap_counts& one = sum.mishaps[index];
    const auto name = to_string(static_cast<mishap>(index));
    EXPECT_GE(one.in_flight, 100U) << name << " while a hire was in flight";
    EXPECT_GE(one.before_crash, 10U) << name << " within a second before a crash";
  }
}

void expect_all_awaits(const verdict& sum) {
  const std::vector<std::string> points = await_points();
  for (const std::string& point : points) {
    EXPECT_TRUE(sum.crashes_at.contains(point)) << "never crashed at " << point;
  }
  for (const auto& [point, met] : sum.awaits) {
    EXPECT_TRUE(std::ranges::find(points, point) != points.end())
        << "an await that nobody names: " << point;
  }
}

/// DAYPASS_SEEDS worlds from DAYPASS_FIRST_SEED on.
TEST(Simulation, KeepsThePromisesUnderFaultsAndCrashes) {
  const std::uint64_t first = number_from("DAYPASS_FIRST_SEED", 1);
  const std::uint64_t count = number_from("DAYPASS_SEEDS", default_seeds());
  const fleet_verdict told = play_all({.first = first, .count = count, .workers = workers()});
  print(told.sum);
  for (std::size_t index = 0; index < told.failing.size(); ++index) {
    constexpr std::size_t told_max = 3;
    if (index < told_max) {
      tell(told.failing[index]);
    } else {
      ADD_FAILURE() << "replay: play-worlds --seed " << told.failing[index].seed;
    }
  }
  for (const std::string& one : told.died) ADD_FAILURE() << one;
  for (const std::string& one : told.sum.impossible) ADD_FAILURE() << one;
  EXPECT_EQ(told.sum.worlds, count);
  EXPECT_GE(told.sum.hires, 2 * count);
  constexpr std::uint64_t enough = 3000;
  if (count < enough) return;
  EXPECT_GE(told.sum.served, count);
  EXPECT_GE(told.sum.crashes, 5 * count);
  expect_all_mishaps(told.sum);
  expect_all_awaits(told.sum);
}

TEST(Simulation, ReplaysASeedExactly) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const verdict once = play(seed);
    const verdict again = play(seed);
    EXPECT_EQ(once.trace, again.trace) << "seed " << seed;
    EXPECT_EQ(once.steps, again.steps) << "seed " << seed;
    EXPECT_EQ(once.awaits, again.awaits) << "seed " << seed;
    EXPECT_EQ(once.struck.size(), again.struck.size()) << "seed " << seed;
  }
}

TEST(Simulation, PlaysTheSameWorldsHoweverManyProcessesShareThem) {
  const fleet_verdict alone = play_all({.first = 1, .count = 6, .workers = 1});
  const fleet_verdict shared = play_all({.first = 1, .count = 6, .workers = 3});
  EXPECT_EQ(alone.sum.steps, shared.sum.steps);
  EXPECT_EQ(alone.sum.awaits, shared.sum.awaits);
  EXPECT_EQ(alone.sum.crashes_at, shared.sum.crashes_at);
}

TEST(Simulation, LeavesOutWhatIsNotAllowed) {
  const verdict whole = play(3);
  const verdict quiet = play(3, {.mishaps = std::set<mishap_id>{}, .hires = std::nullopt});
  EXPECT_FALSE(whole.struck.empty());
  EXPECT_EQ(quiet.crashes, 0U);
  EXPECT_EQ(quiet.hires, whole.hires);
  EXPECT_TRUE(quiet.broken.empty());
}

}  // namespace
}  // namespace daypass::simulation

// Each planted bug is found by the checker, within 2 000 worlds, and only the bug breaks the
// promise there.
#include "simulation/planted/planted_bugs.hpp"

#include "simulation/fleet.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <thread>

namespace daypass::simulation {

void PrintTo(const planting& bug, std::ostream* out) {
  *out << bug.name;
}

namespace {

constexpr std::uint64_t worlds_max = 2'000;

class Planted : public ::testing::TestWithParam<planting> {};

/// The first of its rules that names that promise.
const broken_promise* broken_of(const failing_world& world, std::string_view promise) {
  const auto found = std::ranges::find_if(
      world.broken, [&](const broken_promise& one) { return one.rule.starts_with(promise); });
  return found == world.broken.end() ? nullptr : &*found;
}

TEST_P(Planted, IsFoundByTheChecker) {
  const planting& bug = GetParam();
  for (std::uint64_t first = 1; first <= worlds_max;) {
    const fleet_verdict told =
        play_all({.first = first,
                  .count = worlds_max + 1 - first,
                  .workers = std::max(1U, std::thread::hardware_concurrency()),
                  .until_broken = true,
                  .planted = bug.make});
    ASSERT_TRUE(told.died.empty()) << told.died.front();
    ASSERT_FALSE(told.failing.empty()) << bug.mistake << ": not found";
    const failing_world& world = told.failing.front();
    const fleet_verdict without = play_all(
        {.first = world.seed, .count = 1, .workers = 1, .until_broken = false, .planted = {}});
    const broken_promise* found = broken_of(world, bug.promise);
    const std::string words =
        fmt::format("{} | {} | seed {} | {}", bug.name, bug.promise, world.seed,
                    (found != nullptr ? *found : world.broken.front()).rule);
    if (found != nullptr && without.failing.empty()) {
      fmt::print("found {}\n", words);
      return;
    }
    fmt::print("  other {}{}\n", words, without.failing.empty() ? "" : " (also without)");
    first = world.seed + 1;
  }
  FAIL() << bug.mistake << ": not found";
}

INSTANTIATE_TEST_SUITE_P(Bugs, Planted,
                         ::testing::ValuesIn(planted_bugs().begin(), planted_bugs().end()),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(PlantedBugs, AreThirtyAndThreeForEachPromise) {
  std::map<std::string_view, int> counts;
  for (const planting& one : planted_bugs()) ++counts[one.promise];
  EXPECT_GE(planted_bugs().size(), 30U);
  for (const std::string_view promise :
       {"promise 1", "promise 2", "promise 3", "promise 4", "promise 5", "promise 6", "liveness"}) {
    EXPECT_GE(counts[promise], 3) << promise;
  }
}

}  // namespace
}  // namespace daypass::simulation

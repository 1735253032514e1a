// Each planted bug is found by the checker, within 2 000 worlds, and only the bug breaks the
// promise there.
#include "simulation/planted/planted_bugs.hpp"

#include "simulation/fleet.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <thread>

namespace daypass::simulation {

void PrintTo(const planting& bug, std::ostream* out) {
  *out << bug.name;
}

namespace {

constexpr std::uint64_t worlds_max = 2'000;

struct finding {
  std::uint64_t seed = 0;
  std::string rule;
};

/// The first of its rules that names that promise.
const broken_promise* broken_of(const failing_world& world, std::string_view promise) {
  const auto found = std::ranges::find_if(
      world.broken, [&](const broken_promise& one) { return one.rule.starts_with(promise); });
  return found == world.broken.end() ? nullptr : &*found;
}

/// Without any bug. Each world is played once for all bugs.
bool is_clean(std::uint64_t seed) {
  static std::map<std::uint64_t, bool> known;
  const auto [place, is_new] = known.try_emplace(seed, false);
  if (is_new) {
    const fleet_verdict told = play_all({.first = seed});
    place->second = told.failing.empty() && told.died.empty();
  }
  return place->second;
}

/// The lowest of these seeds in whose world the bug breaks its promise, and nothing breaks any
/// without it.
std::optional<finding> search(const planting& bug, std::uint64_t first, std::uint64_t last) {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  while (first <= last) {
    const std::uint64_t count = last + 1 - first;
    const fleet_verdict told = play_all({.first = first,
                                         .count = count,
                                         .workers = count == 1 ? 1 : cores,
                                         .until_broken = true,
                                         .planted = bug.make});
    for (const std::string& one : told.died) ADD_FAILURE() << bug.mistake << ": " << one;
    if (told.failing.empty()) return std::nullopt;
    const failing_world& world = told.failing.front();
    const broken_promise* broken = broken_of(world, bug.promise);
    if (broken != nullptr && is_clean(world.seed)) return finding{world.seed, broken->rule};
    first = world.seed + 1;
  }
  return std::nullopt;
}

class Planted : public ::testing::TestWithParam<planting> {
 protected:
  static void TearDownTestSuite() {
    std::string words;
    for (const auto& [promise, count] : found_) words += fmt::format(", {} {}", count, promise);
    fmt::print("found in all: {}\n", words.substr(std::min<std::size_t>(2, words.size())));
  }

  static inline std::map<std::string_view, int> found_;  ///< By promise.
};

TEST_P(Planted, IsFoundByTheChecker) {
  const planting& bug = GetParam();
  auto found = search(bug, bug.seed, bug.seed);
  if (!found) {
    fmt::print("{} is not found in world {} any more: searching\n", bug.name, bug.seed);
    found = search(bug, 1, worlds_max);
  }
  ASSERT_TRUE(found) << bug.mistake << ": not found";
  fmt::print("found {} | {} | seed {} | {}\n", bug.name, bug.promise, found->seed, found->rule);
  ++found_[bug.promise];
}

INSTANTIATE_TEST_SUITE_P(Bugs, Planted,
                         ::testing::ValuesIn(planted_bugs().begin(), planted_bugs().end()),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(PlantedBugs, AreThirtyAndThreeForEachPromise) {
  std::map<std::string_view, int> counts;
  for (const planting& one : planted_bugs()) {
    ++counts[one.promise];
    EXPECT_GE(one.seed, 1U) << one.name;
    EXPECT_LE(one.seed, worlds_max) << one.name;
  }
  EXPECT_GE(planted_bugs().size(), 30U);
  for (const std::string_view promise :
       {"promise 1", "promise 2", "promise 3", "promise 4", "promise 5", "promise 6", "liveness"}) {
    EXPECT_GE(counts[promise], 3) << promise;
  }
}

}  // namespace
}  // namespace daypass::simulation

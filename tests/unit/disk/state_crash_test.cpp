// The real state over a disk that crashes at every call: what was acknowledged is there.
#include "unit/disk/state_script.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace daypass::support {
namespace {

/// Runs the script until its end or a crash; how many steps were acknowledged in all.
std::size_t run_script(state_machine& machine, std::size_t first, std::size_t last = steps) {
  std::size_t number = first;
  while (number < last) {
    if (!machine.step(number) || machine.disk().fenced()) break;
    ++number;
  }
  return number;
}

/// The process ends at call `at`, and the machine with it, by a power failure or without.
struct ending {
  std::uint64_t at = 0;
  disk_verdict verdict = disk_verdict::crash_before;
  std::optional<std::uint64_t> power_seed;
};

void end(state_machine& machine, const ending& how) {
  machine.disk().on_call = nullptr;
  if (how.power_seed) {
    machine.end_by_power_failure(*how.power_seed);
  } else {
    machine.end_by_kill();
  }
}

/// What is on the disk is what was acknowledged, perhaps with the step that was under way; how many
/// steps that makes. None: something is lost or wrong.
std::optional<std::size_t> steps_told(state_machine& machine, std::size_t acknowledged) {
  const std::string told = machine.story();
  if (told == stories()[acknowledged]) return acknowledged;
  if (acknowledged < steps && told == stories()[acknowledged + 1]) return acknowledged + 1;
  return std::nullopt;
}

/// The same after a start.
std::optional<std::size_t> steps_found(state_machine& machine, std::size_t acknowledged) {
  if (!machine.start() || machine.check() != "ok") return std::nullopt;
  return steps_told(machine, acknowledged);
}

/// Starts, goes on with the script and ends as told; how many steps were acknowledged, or seen, in
/// all. None: something was lost.
std::optional<std::size_t> run_until(state_machine& machine, std::size_t acknowledged,
                                     const ending& how) {
  const std::uint64_t at = machine.disk().calls() + how.at;
  machine.disk().on_call = [&](const disk_call& call) {
    return call.number == at ? how.verdict : disk_verdict::go_on;
  };
  std::optional<std::size_t> done = acknowledged;
  if (machine.start()) {
    const auto told = steps_told(machine, acknowledged);
    if (told || !machine.disk().fenced()) done = told;
    if (done) done = run_script(machine, *done);
  }
  machine.stop();
  end(machine, how);
  return done;
}

/// How many calls the disk sees from the start of a process to its end.
std::uint64_t calls_in_all(const disk_image& image) {
  state_machine machine(1, image);
  EXPECT_TRUE(machine.start());
  EXPECT_EQ(run_script(machine, 0), steps);
  machine.stop();
  return machine.disk().calls();
}

TEST(StateOnSimulatedDisk, EachStepChangesWhatTheStateTells) {
  const auto& told = stories();
  for (std::size_t number = 0; number < steps; ++number) {
    EXPECT_NE(told[number], told[number + 1]) << number;
  }
}

// A crash before a call leaves what one after the call before leaves.
TEST(StateOnSimulatedDisk, KeepsWhatWasAcknowledgedWhenPowerFailsAtAnyCall) {
  const std::uint64_t calls = calls_in_all(empty_state());
  for (std::uint64_t at = 1; at <= calls; ++at) {
    state_machine machine(at, empty_state());
    const auto done = run_until(machine, 0, {at, disk_verdict::crash_after, at});
    ASSERT_TRUE(done && steps_found(machine, *done)) << "power fails after call " << at;
  }
}

// What a killed process wrote and did not sync is seen by the next one, which acts on it.
TEST(StateOnSimulatedDisk, KeepsWhatItTellsAfterAKillAtAnyCallWhenPowerFailsThen) {
  const std::uint64_t calls = calls_in_all(empty_state());
  for (std::uint64_t at = 1; at <= calls; ++at) {
    state_machine machine(at, empty_state());
    const auto done = run_until(machine, 0, {at, disk_verdict::crash_after, std::nullopt});
    const auto found = done ? steps_found(machine, *done) : std::nullopt;
    ASSERT_TRUE(found) << "killed after call " << at;
    machine.end_by_power_failure(at);
    ASSERT_TRUE(machine.start());
    ASSERT_EQ(machine.story(), stories()[*found]) << "killed after call " << at;
    if (at % 8 != 0) continue;
    ASSERT_EQ(run_script(machine, *found), steps);
    ASSERT_EQ(machine.story(), stories().back());
  }
}

TEST(StateOnSimulatedDisk, KeepsItWhenCrashesMeetTheRecoveryToo) {
  disk_chance chance(7);
  const std::uint64_t calls = calls_in_all(empty_state());
  for (int round = 0; round < 100; ++round) {
    state_machine machine(chance.next(), empty_state());
    std::optional<std::size_t> acknowledged = 0;
    for (std::uint64_t most = calls; most > 4; most /= 4) {
      ending how{.at = 1 + chance.below(most)};
      if (chance.coin()) how.power_seed = chance.next();
      acknowledged = run_until(machine, *acknowledged, how);
      ASSERT_TRUE(acknowledged) << "round " << round;
    }
    ASSERT_TRUE(steps_found(machine, *acknowledged)) << "round " << round;
  }
}

TEST(StateOnSimulatedDisk, IsMadeOrNotWhenACrashMeetsItsFirstStart) {
  const std::uint64_t calls = calls_of_first_start();
  ASSERT_GT(calls, 0U);
  for (std::uint64_t at = 1; at <= calls; ++at) {
    for (std::uint64_t seed = 0; seed < 2; ++seed) {
      state_machine machine(at, empty_disk());
      const ending how{at, disk_verdict::crash_after, seed + at * 2};
      ASSERT_EQ(run_until(machine, 0, how), 0U);
      ASSERT_EQ(steps_found(machine, 0), 0U) << "crash after call " << at << ", seed " << seed;
    }
  }
}

/// How many of the power failures at the script's end lose an acknowledged step, on a disk that
/// answers these calls with `pretend`.
int losses(const std::function<bool(const disk_call&)>& pretends) {
  int lost = 0;
  for (std::uint64_t seed = 0; seed < 24; ++seed) {
    state_machine machine(seed, empty_state());
    machine.disk().on_call = [&](const disk_call& call) {
      return pretends(call) ? disk_verdict::pretend : disk_verdict::go_on;
    };
    EXPECT_TRUE(machine.start());
    const std::size_t done = run_script(machine, 0, steps - seed % 4);
    machine.disk().on_call = nullptr;
    machine.end_by_power_failure(seed);
    if (!steps_found(machine, done)) ++lost;
  }
  return lost;
}

// Were these not found, the tests above would show nothing.
TEST(StateOnSimulatedDisk, LosesWhatWasAcknowledgedWhenTheDiskLiesAboutSyncs) {
  EXPECT_EQ(losses([](const disk_call&) { return false; }), 0);
  EXPECT_GT(losses([](const disk_call&) { return true; }), 2);
  EXPECT_GT(losses([](const disk_call& call) { return call.name.ends_with("-wal"); }), 2);
  EXPECT_GT(losses([](const disk_call& call) { return call.name.ends_with(".db"); }), 2);
  EXPECT_GT(losses([](const disk_call& call) { return call.kind == disk_call_kind::sync_folder; }),
            2);
}

}  // namespace
}  // namespace daypass::support

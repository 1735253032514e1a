// The real state over a disk that fails at every call: an error, nothing lost, and on it goes.
#include "unit/disk/state_script.hpp"

#include <gtest/gtest.h>

#include <array>
#include <utility>
#include <vector>

namespace daypass::support {
namespace {

constexpr std::array faults = {disk_verdict::fail_io, disk_verdict::fail_no_space,
                               disk_verdict::fail_read_only, disk_verdict::short_write,
                               disk_verdict::refuse_lock};

/// Faults that one call meets, or all from it on until `over`.
struct fault {
  std::uint64_t at = 0;
  disk_verdict verdict{};
  bool lasting = false;
  bool over = false;
  std::optional<disk_call_kind> met;  ///< By the first call that failed.
};

disk_verdict answer(fault& one, const disk_call& call) {
  const bool hit = !one.over && (one.lasting ? call.number >= one.at : call.number == one.at);
  if (!hit || !possible(call.kind, one.verdict)) return disk_verdict::go_on;
  if (!one.met) one.met = call.kind;
  return one.verdict;
}

/// What an error may say of a fault. A full disk that a sync or the shared memory meets is none to
/// SQLite, nor one on which a file can't be made.
bool fits(const fault& one, const error& said) {
  if (said.kind != failure::retryable) return false;
  switch (one.verdict) {
    case disk_verdict::refuse_lock:
      return said.code == state_errc::busy;
    case disk_verdict::short_write:
      return said.code == state_errc::full;
    case disk_verdict::fail_no_space:
      return said.code == state_errc::full ||
             (said.code == state_errc::io && (one.lasting || one.met != disk_call_kind::write));
    default:
      return said.code == state_errc::io;
  }
}

class FailingDisk : public testing::TestWithParam<disk_verdict> {
 protected:
  /// Starts, again while it fails; the fault is over after the second time.
  static void start(state_machine& machine, fault& one) {
    for (int attempt = 0; attempt < 4; ++attempt) {
      const auto started = machine.start();
      if (started) return;
      EXPECT_TRUE(fits(one, started.error())) << started.error().what;
      if (attempt == 1) one.over = true;
    }
    FAIL() << "doesn't start any more";
  }

  static void expect_nothing_happened(state_machine& machine, std::size_t number, fault& one) {
    const bool over = std::exchange(one.over, true);
    EXPECT_EQ(machine.story(), stories()[number]);
    one.over = over;
  }

  static void step(state_machine& machine, std::size_t number, fault& one) {
    for (int attempt = 0; attempt < 4; ++attempt) {
      const auto done = machine.step(number);
      if (done) return;
      EXPECT_TRUE(fits(one, done.error())) << done.error().what;
      expect_nothing_happened(machine, number, one);
      if (attempt == 1) one.over = true;
    }
    FAIL() << "doesn't go on with step " << number;
  }

  /// The whole script.
  static void run(fault one) {
    state_machine machine(one.at, empty_state());
    machine.disk().on_call = [&](const disk_call& call) { return answer(one, call); };
    start(machine, one);
    for (std::size_t number = 0; number < steps; ++number) step(machine, number, one);
    machine.disk().on_call = nullptr;
    machine.end_by_power_failure(one.at);
    EXPECT_TRUE(machine.start());
    EXPECT_EQ(machine.story(), stories().back());
    if (one.at % 4 == 0) EXPECT_EQ(machine.check(), "ok");
  }

  /// The calls of the whole script that can fail so.
  static std::vector<std::uint64_t> calls() {
    std::vector<std::uint64_t> found;
    state_machine machine(1, empty_state());
    machine.disk().on_call = [&](const disk_call& call) {
      if (possible(call.kind, GetParam())) found.push_back(call.number);
      return disk_verdict::go_on;
    };
    EXPECT_TRUE(machine.start());
    for (std::size_t number = 0; number < steps; ++number) EXPECT_TRUE(machine.step(number));
    return found;
  }
};

TEST_P(FailingDisk, IsAnsweredWithAnErrorAtAnyCallAndLosesNothing) {
  for (const std::uint64_t at : calls()) {
    SCOPED_TRACE(testing::Message() << "at call " << at);
    run({.at = at, .verdict = GetParam()});
    if (HasFailure()) break;
  }
}

TEST_P(FailingDisk, IsAnsweredWithErrorsWhileItLastsAndLosesNothing) {
  const auto all = calls();
  const std::size_t stride = GetParam() == disk_verdict::refuse_lock ? 1 : 8;
  for (std::size_t index = 0; index < all.size(); index += stride) {
    SCOPED_TRACE(testing::Message() << "from call " << all[index] << " on");
    run({.at = all[index], .verdict = GetParam(), .lasting = true});
    if (HasFailure()) break;
  }
}

/// SQLite's switch to a log may fail after it has answered that there is one.
TEST_P(FailingDisk, MakesAStateWithALogWhicheverCallOfTheFirstStartFails) {
  const std::uint64_t calls = calls_of_first_start();
  ASSERT_GT(calls, 0U);
  for (std::uint64_t at = 1; at <= calls; ++at) {
    SCOPED_TRACE(testing::Message() << "at call " << at);
    fault one{.at = at, .verdict = GetParam()};
    state_machine machine(at, empty_disk());
    machine.disk().on_call = [&](const disk_call& call) { return answer(one, call); };
    start(machine, one);
    constexpr std::size_t write_version_at = 18;
    constexpr char with_a_log = 2;
    const auto bytes = machine.disk().contents("state/state.db");
    ASSERT_TRUE(bytes && bytes->size() > write_version_at);
    ASSERT_EQ((*bytes)[write_version_at], with_a_log);
    machine.stop();
  }
}

INSTANTIATE_TEST_SUITE_P(Each, FailingDisk, testing::ValuesIn(faults),
                         [](const auto& one) { return std::string(to_string(one.param)); });

}  // namespace
}  // namespace daypass::support

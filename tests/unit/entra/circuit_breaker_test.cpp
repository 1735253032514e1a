#include "daypass/entra/circuit_breaker.hpp"

#include <gtest/gtest.h>

namespace daypass::entra {
namespace {

using namespace std::chrono_literals;

constexpr steady_instant start{1h};
constexpr breaker_limits limits{3, 2s, 10s};

void fail_times(circuit_breaker& breaker, int times) {
  for (int i = 0; i < times; ++i) breaker.on_failure(start, 1);
}

TEST(CircuitBreaker, OpensAfterFailuresInARowOnly) {
  circuit_breaker breaker(limits);
  fail_times(breaker, 2);
  breaker.on_success();
  fail_times(breaker, 2);
  EXPECT_FALSE(breaker.ask(start, false));
  fail_times(breaker, 1);
  EXPECT_EQ(breaker.ask(start, false), duration(2s));
  EXPECT_FALSE(breaker.ask(start, true)) << "urgent calls pass always";
}

TEST(CircuitBreaker, LetsOneProbePassWhenThePauseIsOver) {
  circuit_breaker breaker(limits);
  fail_times(breaker, 3);
  EXPECT_FALSE(breaker.ask(start + 2s, false));
  EXPECT_TRUE(breaker.ask(start + 2s, false)) << "the probe is under way";
  breaker.on_abandoned();
  EXPECT_FALSE(breaker.ask(start + 2s, false));
  breaker.on_success();
  EXPECT_FALSE(breaker.open());
  EXPECT_FALSE(breaker.ask(start + 2s, false));
}

TEST(CircuitBreaker, PausesLongerWithEachProbeThatFails) {
  circuit_breaker breaker(limits);
  fail_times(breaker, 3);
  steady_instant now = start;
  for (const duration pause : {duration(2s), duration(4s), duration(8s), duration(10s)}) {
    EXPECT_EQ(breaker.ask(now, false), pause);
    now += pause;
    EXPECT_FALSE(breaker.ask(now, false));
    breaker.on_failure(now, 1);
  }
}

TEST(CircuitBreaker, IsNotKeptOpenByWhatWasInFlight) {
  circuit_breaker breaker(limits);
  fail_times(breaker, 30);
  EXPECT_EQ(breaker.ask(start, false), duration(2s));
}

}  // namespace
}  // namespace daypass::entra

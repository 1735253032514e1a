// Every cause of not being ready, each with its own line.

#include "readiness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace daypass {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

readiness_facts all_well() {
  return {.engine = {.policy_known = true}, .feed_connected = true};
}

TEST(Readiness, IsThereWhenAllIsWell) {
  EXPECT_THAT(why_not_ready(all_well()), IsEmpty());
}

struct cause {
  const char* name;
  void (*spoil)(readiness_facts&);
  const char* line;
};

class Causes : public testing::TestWithParam<cause> {};

TEST_P(Causes, HaveALineOfTheirOwn) {
  readiness_facts facts = all_well();
  GetParam().spoil(facts);
  EXPECT_THAT(why_not_ready(facts), ElementsAre(HasSubstr(GetParam().line)));
}

INSTANTIATE_TEST_SUITE_P(
    Readiness, Causes,
    testing::Values(
        cause{"draining", [](readiness_facts& of) { of.draining = true; }, "told to stop"},
        cause{"state", [](readiness_facts& of) { of.engine.state_trouble = true; }, "state"},
        cause{"feed", [](readiness_facts& of) { of.feed_connected = false; }, "Kafka"},
        cause{"policy", [](readiness_facts& of) { of.engine.policy_known = false; }, "policy"},
        cause{"clock", [](readiness_facts& of) { of.engine.clock_trusted = false; }, "120 s"},
        cause{"reads", [](readiness_facts& of) { of.engine.lane_held[0] = true; }, "lane reads"},
        cause{"writes", [](readiness_facts& of) { of.engine.lane_held[1] = true; }, "lane writes"},
        cause{"methods", [](readiness_facts& of) { of.engine.lane_held[2] = true; },
              "lane methods"},
        cause{"secrets", [](readiness_facts& of) { of.engine.lane_held[3] = true; },
              "lane secrets"},
        cause{"lost", [](readiness_facts& of) { of.events_lost = {"hires [0]: gone"}; },
              "hires [0]: gone"}),
    [](const auto& info) { return info.param.name; });

TEST(Readiness, WarnsOfADayWithMoreHiresThanTheLaneHasRoomFor) {
  constexpr double documented = 0.5;
  EXPECT_EQ(passes_per_day(documented), 14'400U);
  const std::chrono::sys_days day = std::chrono::year(2026) / 12 / 1;
  EXPECT_FALSE(day_too_busy(std::nullopt, documented));
  EXPECT_FALSE(day_too_busy(busy_day{day, 14'400}, documented));
  const auto found = day_too_busy(busy_day{day, 14'401}, documented);
  ASSERT_TRUE(found);
  EXPECT_THAT(words_of(*found), HasSubstr("2026-12-01 has 14401 hires"));
}

}  // namespace
}  // namespace daypass

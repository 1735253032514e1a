// A lane of Entra's that refuses everybody: it is held, probed, and free again.
#include "unit/engine/engine_rig.hpp"

#include <gtest/gtest.h>

#include <array>

namespace daypass::engine::testing {
namespace {

constexpr std::size_t many = 3;
constexpr auto writes = static_cast<std::size_t>(lane::writes);

/// All creations end in `fault` while `failing_`.
class Lanes : public ::testing::Test {
 protected:
  void begin(fakes::directory_fault fault) {
    rig_.entra.intercept(
        [this,
         fault](fakes::directory_call call) -> boost::asio::awaitable<fakes::directory_fault> {
          const bool creates = call.action == fakes::directory_action::create_account;
          if (creates) ++tries_;
          co_return creates&& failing_ ? fault : fakes::no_fault();
        });
    for (std::size_t number = 1; number <= many; ++number) rig_.tell(announced_of(number));
    rig_.start();
  }
  [[nodiscard]] std::vector<happening::lane_held> held() const {
    return rig_.reports.all<happening::lane_held>();
  }
  [[nodiscard]] std::vector<happening::lane_freed> freed() const {
    return rig_.reports.all<happening::lane_freed>();
  }

  engine_rig rig_;
  bool failing_ = true;
  std::size_t tries_ = 0;
};

TEST_F(Lanes, AreProbedOnceAMinuteUntilASuccessFreesThem) {
  begin(fakes::forbidden());
  rig_.run_until(monday + seconds{30});
  ASSERT_EQ(held().size(), 1U) << "told once";
  EXPECT_EQ(held().front().which, lane::writes);
  EXPECT_TRUE(rig_.look().lane_held[writes]);
  const std::size_t at_first = tries_;
  EXPECT_LE(at_first, many);
  rig_.run_until(monday + minutes{5} + seconds{30});
  EXPECT_EQ(tries_, at_first + 5) << "one hire each minute";
  failing_ = false;
  rig_.run_until(monday + minutes{6} + seconds{30});
  EXPECT_EQ(rig_.tenant.accounts().size(), many) << "the others need no probe";
  ASSERT_EQ(freed().size(), 1U);
  EXPECT_EQ(freed().front().which, lane::writes);
  EXPECT_GE(freed().front().held_for, minutes{5});
  EXPECT_FALSE(rig_.look().lane_held[writes]);
  EXPECT_EQ(held().size(), 1U);
}

TEST_F(Lanes, AreNotHeldForOneHireWhoIsAskedToWait) {
  auto alone = fakes::throttled(minutes{10});
  alone.said.scope = failure_scope::hire;
  begin(alone);
  rig_.run_until(monday + seconds{30});
  EXPECT_FALSE(rig_.look().lane_held[writes]);
  EXPECT_EQ(tries_, many);
}

TEST_F(Lanes, WaitAsLongAsEntraAsks) {
  begin(fakes::throttled(minutes{10}));
  rig_.run_until(monday + seconds{30});
  EXPECT_TRUE(rig_.look().lane_held[writes]);
  EXPECT_TRUE(held().empty()) << "pace is nobody's fault";
  failing_ = false;
  const std::size_t at_first = tries_;
  rig_.run_until(monday + minutes{10} - seconds{1});
  EXPECT_EQ(tries_, at_first);
  rig_.run_until(monday + minutes{10} + seconds{30});
  EXPECT_FALSE(rig_.look().lane_held[writes]);
}

}  // namespace
}  // namespace daypass::engine::testing

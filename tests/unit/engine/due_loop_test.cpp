// When what is due is looked at.
#include "unit/engine/engine_rig.hpp"

#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>

namespace daypass::engine::testing {
namespace {

TEST(DueLoop, ActsOnWhatBecameDueWhileItLooked) {
  engine_rig rig;
  rig.tell(event_of(event_kind::announced, 1));
  rig.start();
  rig.run_until(issue_at - seconds{1});
  ASSERT_EQ(rig.record(ada).record.is.pass.id, pass_id());
  rig.slow_looks(seconds{1});
  rig.nudge();
  rig.run_until(issue_at + minutes{1});
  EXPECT_NE(rig.record(ada).record.is.pass.id, pass_id());
}

/// The looks of as many hires as a lane takes are answered together, and what follows them is not.
TEST(DueLoop, FillsALaneWhoseHiresWentOnToAnother) {
  engine_rig rig;
  constexpr instant answered_at = monday + minutes{5};
  rig.entra.before_answer([&](fakes::directory_call call) -> boost::asio::awaitable<void> {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    const bool creates = call.action == fakes::directory_action::create_account;
    const duration takes = creates ? duration(minutes{9}) : answered_at - rig.time.now();
    if (takes > duration{}) co_await rig.time.sleep(takes);
  });
  const std::size_t many = capacity().reads + 1;
  for (std::size_t number = 1; number <= many; ++number) rig.tell(announced_of(number));
  rig.start();
  rig.run_until(answered_at - seconds{1});
  ASSERT_TRUE(rig.tenant.accounts().empty());
  rig.run_until(answered_at + seconds{1});
  EXPECT_EQ(rig.tenant.accounts().size(), many);
}

/// Her next try lies six hours ahead, and a day and six hours after the setting.
TEST(DueLoop, KeepsNoHireWaitingForAClockThatWasSetBack) {
  engine_rig rig;
  bool away = true;
  rig.entra.intercept([&](fakes::directory_call) -> boost::asio::awaitable<fakes::directory_fault> {
    co_return away ? fakes::throttled(hours{6}) : fakes::no_fault();
  });
  rig.tell(event_of(event_kind::announced, 1));
  rig.start();
  rig.run_until(monday + minutes{5});
  ASSERT_GT(rig.record(ada).due.due_at, monday + hours{5});
  away = false;
  rig.time.step(-days{1});
  rig.run_until(monday + hours{8});
  EXPECT_EQ(rig.tenant.accounts().size(), 1U);
}

/// What was made in the last hour was made in the last hour still.
TEST(DueLoop, CountsTheCreationsOfTheLastHourByAClockThatWasSetBack) {
  engine_rig rig;
  rig.allow_creations(1);
  rig.tell(announced_of(1));
  rig.tell(announced_of(2));
  rig.start();
  rig.run_until(monday + minutes{30});
  ASSERT_EQ(rig.tenant.accounts().size(), 1U);
  rig.time.step(-days{1});
  rig.run_until(monday + minutes{45});
  EXPECT_EQ(rig.tenant.accounts().size(), 1U);
  rig.run_until(monday + hours{3});
  EXPECT_EQ(rig.tenant.accounts().size(), 2U);
}

}  // namespace
}  // namespace daypass::engine::testing

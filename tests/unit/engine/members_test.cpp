// An engine that shares its state with other processes.
#include "unit/engine/engine_rig.hpp"

#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>

namespace daypass::engine::testing {
namespace {

using fakes::directory_action;

TEST(SharedState, LetsEachCallBeSentOnlyWhileTheLeasesHold) {
  engine_rig rig;
  company& others = rig.share_state();
  others.hold_until = rig.time.steady_now() + hours{1};
  std::size_t calls = 0;
  rig.entra.intercept(
      [&](fakes::directory_call call) -> boost::asio::awaitable<fakes::directory_fault> {
        if (call.action != directory_action::read_pass_policy) {
          ++calls;
          EXPECT_EQ(call.send_before, others.hold_until);
        }
        co_return fakes::no_fault();
      });
  rig.tell(event_of(event_kind::announced, 1));
  rig.start();
  rig.run_until(monday + minutes{1});
  EXPECT_GT(calls, 1U);
}

TEST(SharedState, IsLeftAloneWhileTheLeasesMayBeOthers) {
  engine_rig rig;
  company& others = rig.share_state();
  others.hold_until = rig.time.steady_now();
  rig.tell(event_of(event_kind::announced, 1));
  rig.start();
  rig.run_until(monday + minutes{1});
  EXPECT_TRUE(rig.tenant.accounts().empty());
  EXPECT_EQ(rig.look().working, 0U);
  others.hold_until = std::chrono::steady_clock::time_point::max();
  rig.run_until(monday + minutes{2});
  EXPECT_EQ(rig.tenant.accounts().size(), 1U);
}

/// Ada's pass is being issued, which takes 50 s.
class BusyWithAda : public ::testing::Test {
 protected:
  BusyWithAda() {
    rig_.entra.before_answer([this](fakes::directory_call call) -> boost::asio::awaitable<void> {
      co_await boost::asio::this_coro::throw_if_cancelled(false);
      if (call.action == directory_action::issue_pass) co_await rig_.time.sleep(seconds{50});
    });
    rig_.tell(event_of(event_kind::announced, 1));
    rig_.start();
    rig_.run_until(issue_at + seconds{4});
    EXPECT_EQ(rig_.look().working, 1U);
  }

  [[nodiscard]] bool enabled() { return rig_.tenant.accounts().front().enabled; }

  engine_rig rig_;
  company& others_ = rig_.share_state();
};

TEST_F(BusyWithAda, LocksHerOutAtOnceWhenAnotherProcessTellsOfIt) {
  ASSERT_TRUE(enabled());
  rig_.order_elsewhere(ada, order_kind::revoke);
  rig_.run_until(issue_at + seconds{5});
  ASSERT_TRUE(enabled()) << "nobody has said so yet";
  others_.tell(ada);
  rig_.run_until(issue_at + seconds{6});
  EXPECT_FALSE(enabled());
}

TEST_F(BusyWithAda, BeginsNothingMoreOnceTheLeaseMayBeAnothers) {
  others_.hold_until = rig_.time.steady_now() + seconds{10};
  rig_.run_until(issue_at + minutes{1});
  EXPECT_EQ(rig_.look().working, 0U);
  EXPECT_TRUE(rig_.secrets.published().empty());
  EXPECT_FALSE(rig_.record(ada).record.is.attempts.empty()) << "to who looks next";
}

TEST_F(BusyWithAda, StopsWhateverElseIsWaitedFor) {
  rig_.stop();
  rig_.run_until(issue_at + minutes{1});
  EXPECT_TRUE(rig_.ended());
}

}  // namespace
}  // namespace daypass::engine::testing

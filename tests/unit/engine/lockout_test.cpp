// A lock-out with other steps of the same hire in flight.
#include "unit/engine/engine_rig.hpp"

#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>

namespace daypass::engine::testing {
namespace {

TEST(Lockout, TriesAgainWithoutWaitingForWhatElseIsInFlight) {
  engine_rig rig;
  rig.entra.before_answer([&rig](fakes::directory_call call) -> boost::asio::awaitable<void> {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    if (call.action == fakes::directory_action::issue_pass) co_await rig.time.sleep(seconds{50});
  });
  bool refused = false;
  rig.entra.intercept(
      [&](fakes::directory_call call) -> boost::asio::awaitable<fakes::directory_fault> {
        const bool disables = call.action == fakes::directory_action::set_enabled && refused;
        if (call.action == fakes::directory_action::issue_pass) refused = true;
        if (!disables) co_return fakes::no_fault();
        refused = false;
        co_return fakes::unavailable();
      });
  rig.tell(event_of(event_kind::announced, 1));
  rig.start();
  rig.run_until(issue_at + seconds{4});
  ASSERT_TRUE(refused) << "the issue is in flight";
  ASSERT_TRUE(rig.tenant.accounts().front().enabled);
  rig.order(ada, order_kind::revoke);
  rig.run_until(issue_at + seconds{15});
  EXPECT_FALSE(refused) << "the first try failed";
  EXPECT_FALSE(rig.tenant.accounts().front().enabled);
}

}  // namespace
}  // namespace daypass::engine::testing

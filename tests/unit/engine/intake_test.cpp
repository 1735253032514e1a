// What becomes of each record of the feed.
#include "unit/engine/engine_rig.hpp"

#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>

namespace daypass::engine::testing {
namespace {

TEST(Intake, PassesOverWhatIsOfAnotherTypeAndReadsOn) {
  engine_rig rig;
  rig.tell_other(monday);
  rig.tell(event_of(event_kind::announced, 1));
  rig.start();
  rig.run_until(monday + seconds{1});
  EXPECT_EQ(rig.committed(), 2);
  EXPECT_EQ(rig.reports.all<happening::event_passed_over>().size(), 1U);
  EXPECT_EQ(rig.reports.all<happening::event_recorded>().size(), 1U);
  EXPECT_TRUE(rig.letters.tried_at.empty());
}

/// Hires who are worked on hear of a change before the step under way is answered.
TEST(Intake, TellsAHireWhoIsWorkedOnOfARescissionAtOnce) {
  engine_rig rig;
  std::vector<instant> disabled_at;
  rig.entra.intercept(
      [&](fakes::directory_call call) -> boost::asio::awaitable<fakes::directory_fault> {
        co_await boost::asio::this_coro::throw_if_cancelled(false);
        if (call.action == fakes::directory_action::issue_pass) {
          co_await rig.time.sleep(minutes{30});
        }
        if (call.action == fakes::directory_action::set_enabled && call.urgent) {
          disabled_at.push_back(rig.time.now());
        }
        co_return fakes::no_fault();
      });
  rig.tell(event_of(event_kind::announced, 1));
  const instant rescinded_at = issue_at + minutes{10};
  rig.tell(event_of(event_kind::rescinded, 2), rescinded_at);
  rig.start();
  rig.run_until(issue_at + minutes{29});
  ASSERT_FALSE(disabled_at.empty());
  EXPECT_LE(disabled_at.front(), rescinded_at + minutes{10} + seconds{1}) << "the feed's own pace";
  EXPECT_LT(disabled_at.front(), issue_at + minutes{30}) << "the issue is not answered yet";
}

}  // namespace
}  // namespace daypass::engine::testing

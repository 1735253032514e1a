// When what is due is looked at.
#include "unit/engine/engine_rig.hpp"

#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>

namespace daypass::engine::testing {
namespace {

/// Ada's pass may be issued from then on.
constexpr instant issue_at = monday + hours{24 + 8};

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

}  // namespace
}  // namespace daypass::engine::testing

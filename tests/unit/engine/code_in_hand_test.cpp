// The code of a pass waits for its publish, whatever else is recorded of the hire meanwhile.
#include "unit/engine/engine_rig.hpp"

#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>

namespace daypass::engine::testing {
namespace {

/// The answer to an issue comes while something else of the hire is being recorded: the record
/// names no pass yet, and the code of one is in hand. Without it, the pass is issued again.
TEST(CodeInHand, IsKeptWhenTheAnswerComesWhileSomethingElseIsRecorded) {
  engine_rig rig;
  std::size_t issues = 0;
  rig.entra.before_answer([&](fakes::directory_call call) -> boost::asio::awaitable<void> {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    if (call.action != fakes::directory_action::issue_pass) co_return;
    ++issues;
    co_await rig.time.sleep(seconds{50});
  });
  rig.tell(event_of(event_kind::announced, 1));
  rig.start();
  rig.run_until(issue_at + seconds{45});
  ASSERT_EQ(issues, 1U);
  rig.slow_updates(seconds{20});
  rig.order(ada, order_kind::retry);
  rig.run_until(issue_at + minutes{5});
  EXPECT_EQ(rig.record(ada).record.is.pass.secret, secret_state::verified);
  EXPECT_EQ(issues, 1U);
}

}  // namespace
}  // namespace daypass::engine::testing

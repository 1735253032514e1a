// The engine ends whatever its ports do.
#include "unit/engine/engine_rig.hpp"

#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>

namespace daypass::engine::testing {
namespace {

/// Ada's first look at Entra is under way, and answered after a minute.
class Stop : public ::testing::Test {
 protected:
  Stop() {
    rig_.entra.before_answer([this](auto) -> boost::asio::awaitable<void> {
      co_await boost::asio::this_coro::throw_if_cancelled(false);
      co_await rig_.time.sleep(minutes{1});
    });
    rig_.tell(event_of(event_kind::announced, 1));
    rig_.start();
    rig_.run_until(monday + seconds{30});
  }

  engine_rig rig_;
};

TEST_F(Stop, WaitsForTheAnswerThatIsUnderWay) {
  rig_.stop();
  rig_.run_until(monday + seconds{59});
  EXPECT_FALSE(rig_.ended());
  rig_.run_until(monday + seconds{61});
  EXPECT_TRUE(rig_.ended());
  EXPECT_TRUE(rig_.record(ada).record.is.account.looked_at);
}

TEST_F(Stop, EndsThoughTheStateRecordsNothingAnyMore) {
  rig_.state.fail_next([](std::string_view operation) { return operation == "update"; });
  rig_.stop();
  rig_.run_until(monday + minutes{2});
  EXPECT_TRUE(rig_.ended());
}

}  // namespace
}  // namespace daypass::engine::testing

// How long a code waits in memory for a store that takes none.
#include "unit/engine/engine_rig.hpp"

#include <gtest/gtest.h>

namespace daypass::engine::testing {
namespace {

class Codes : public ::testing::Test {
 protected:
  /// Ada's pass is issued, and the store takes nothing for that long.
  void issue_while_the_store_is_away(duration away) {
    rig_.secrets.intercept(
        [this, away](fakes::secret_call) -> boost::asio::awaitable<fakes::secret_fault> {
          const bool refuses = rig_.time.now() < issue_at + away;
          co_return refuses ? fakes::secret_fault::refused : fakes::secret_fault::none;
        });
    rig_.tell(event_of(event_kind::announced, 1));
    rig_.start();
    rig_.run_until(issue_at + seconds{30});
    ASSERT_TRUE(account().pass);
    first_ = account().pass->code;
    EXPECT_TRUE(rig_.secrets.published().empty());
    rig_.run_until(issue_at + hours{3});
    ASSERT_EQ(rig_.secrets.published().size(), 1U);
  }
  [[nodiscard]] fakes::memory_account& account() { return rig_.tenant.accounts().front(); }
  [[nodiscard]] std::string published() const {
    return rig_.secrets.published().begin()->second.code;
  }

  engine_rig rig_;
  std::string first_;
};

TEST_F(Codes, WaitForAStoreThatIsAwayForMinutes) {
  issue_while_the_store_is_away(minutes{8});
  EXPECT_EQ(published(), first_);
  EXPECT_TRUE(account().former_passes.empty());
}

TEST_F(Codes, AreForgottenAfterTenMinutesAndTheirPassIsReplaced) {
  issue_while_the_store_is_away(minutes{30});
  EXPECT_NE(published(), first_);
  EXPECT_EQ(published(), account().pass->code);
  ASSERT_FALSE(account().former_passes.empty());
  EXPECT_EQ(account().former_passes.front().code, first_);
}

}  // namespace
}  // namespace daypass::engine::testing

// What has rested longer than the retention goes, when the clock may be believed.
#include "unit/engine/engine_rig.hpp"

#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>

namespace daypass::engine::testing {
namespace {

class Retention : public ::testing::Test {
 protected:
  /// Ada starts, registers at once, and settles as the window ends.
  void settle() {
    rig_.tell(event_of(event_kind::announced, 1));
    rig_.start();
    rig_.run_until(monday + days{3} + hours{9});
    fakes::memory_account* const account = rig_.tenant.holder_of("Ada.doe@sim.example");
    ASSERT_TRUE(account);
    rig_.tenant.register_method(account->id, "fido2");
    rig_.run_until(monday + days{4});
    ASSERT_EQ(rig_.record(ada).record.is.stands.where, standing::settled);
  }
  [[nodiscard]] bool known() const { return rig_.state.records().contains(ada); }
  [[nodiscard]] std::vector<happening::records_purged> purged() const {
    return rig_.reports.all<happening::records_purged>();
  }

  engine_rig rig_{days{6}};
};

TEST_F(Retention, TakesASettledHireAfterItsTimeAndSaysSo) {
  settle();
  rig_.run_until(monday + days{9});
  EXPECT_TRUE(known());
  EXPECT_TRUE(purged().empty() || purged().front().what.hires == 0);
  rig_.run_until(monday + days{11});
  EXPECT_FALSE(known());
  std::uint64_t hires = 0;
  for (const auto& one : purged()) hires += one.what.hires;
  EXPECT_EQ(hires, 1U);
}

TEST_F(Retention, HoldsWhileTheClockIsNotTrusted) {
  settle();
  rig_.tenant.ahead = minutes{5};
  rig_.run_until(monday + days{12});
  EXPECT_TRUE(known());
  rig_.tenant.ahead = {};
  rig_.run_until(monday + days{12} + hours{2});
  EXPECT_FALSE(known());
}

TEST_F(Retention, HoldsUntilGraphHasAnswered) {
  rig_.tell(event_of(event_kind::announced, 1));
  rig_.entra.intercept([](fakes::directory_call) -> boost::asio::awaitable<fakes::directory_fault> {
    co_return fakes::unavailable();
  });
  rig_.start();
  rig_.run_until(monday + days{7});
  EXPECT_TRUE(purged().empty());
  rig_.entra.intercept({});
  rig_.run_until(monday + days{7} + hours{2});
  ASSERT_FALSE(purged().empty());
  EXPECT_EQ(purged().front().what.event_ids, 1U);
}

TEST_F(Retention, NeverEndsBeforeARescissionCouldLockOut) {
  engine_rig hasty{days{1}};
  hasty.rules.bounds.authority_to_lock = days{8};
  hasty.tell(event_of(event_kind::announced, 1));
  hasty.start();
  hasty.run_until(monday + days{3} + hours{9});
  hasty.tenant.register_method(hasty.tenant.accounts().front().id, "fido2");
  hasty.run_until(monday + days{11});
  EXPECT_TRUE(hasty.state.records().contains(ada));
  hasty.run_until(monday + days{13});
  EXPECT_FALSE(hasty.state.records().contains(ada));
}

TEST_F(Retention, HoldsWhileAnyoneIsBeingLockedOut) {
  rig_.tell(announced_of(1));
  bool hangs = false;
  rig_.entra.intercept(
      [&](fakes::directory_call call) -> boost::asio::awaitable<fakes::directory_fault> {
        co_await boost::asio::this_coro::throw_if_cancelled(false);
        if (hangs && call.urgent) co_await rig_.time.sleep(days{2});
        co_return fakes::no_fault();
      });
  settle();
  rig_.run_until(monday + days{9} + hours{12});
  hangs = true;
  rig_.order(announced_of(1).key, order_kind::revoke);
  rig_.run_until(monday + days{11});
  EXPECT_TRUE(known());
  hangs = false;
  rig_.run_until(monday + days{13});
  EXPECT_FALSE(known());
}

TEST_F(Retention, TakesWhatIsOldInPortionsAndTellsTheirSum) {
  constexpr std::size_t many = 250;
  for (std::size_t count = 0; count < many; ++count) rig_.tell_poison(monday);
  rig_.start();
  rig_.run_until(monday + days{8});
  std::vector<std::uint64_t> told;
  for (const auto& one : purged()) told.push_back(one.what.quarantined);
  EXPECT_EQ(told, std::vector<std::uint64_t>{many});
}

TEST_F(Retention, TriesAgainAfterTheStateFailed) {
  settle();
  bool failing = true;
  rig_.state.fail_next([&](std::string_view call) { return failing && call == "purge"; });
  rig_.run_until(monday + days{12});
  EXPECT_TRUE(known());
  EXPECT_FALSE(rig_.reports.all<happening::store_trouble>().empty());
  failing = false;
  rig_.run_until(monday + days{12} + hours{2});
  EXPECT_FALSE(known());
}

}  // namespace
}  // namespace daypass::engine::testing

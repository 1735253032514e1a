// A lock-out with other steps of the same hire in flight.
#include "unit/engine/engine_rig.hpp"

#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>

namespace daypass::engine::testing {
namespace {

/// The pass of a hire is being issued, which takes 50 s, when she is locked out; the first try to
/// disable the account fails.
class Lockout : public ::testing::Test {
 protected:
  Lockout() {
    rig_.entra.before_answer([this](fakes::directory_call call) -> boost::asio::awaitable<void> {
      co_await boost::asio::this_coro::throw_if_cancelled(false);
      if (call.action == fakes::directory_action::issue_pass) co_await rig_.time.sleep(seconds{50});
    });
    rig_.entra.intercept(
        [this](fakes::directory_call call) -> boost::asio::awaitable<fakes::directory_fault> {
          if (call.action == fakes::directory_action::issue_pass) issuing_ = true;
          const bool disables = call.action == fakes::directory_action::set_enabled && issuing_;
          co_return disables&& tries_++ == 0 ? fakes::unavailable() : fakes::no_fault();
        });
    rig_.tell(event_of(event_kind::announced, 1));
    rig_.start();
    rig_.run_until(issue_at + seconds{4});
    EXPECT_TRUE(issuing_);
    rig_.order(ada, order_kind::revoke);
    EXPECT_EQ(tries_, 1U);
  }

  [[nodiscard]] bool enabled() { return rig_.tenant.accounts().front().enabled; }

  engine_rig rig_;
  bool issuing_ = false;
  std::size_t tries_ = 0;
};

TEST_F(Lockout, TriesAgainWithoutWaitingForWhatElseIsInFlight) {
  EXPECT_TRUE(enabled());
  rig_.run_until(issue_at + seconds{15});
  EXPECT_FALSE(enabled());
}

TEST_F(Lockout, StartsNoTryWhileTheEngineStops) {
  rig_.stop();
  rig_.run_until(issue_at + seconds{15});
  EXPECT_EQ(tries_, 1U);
  EXPECT_FALSE(rig_.ended()) << "the issue is in flight";
}

/// An account is being enabled, which takes effect after 5 s, when its hire is locked out.
class OvertakenEnable : public ::testing::Test {
 protected:
  void lock_out(const fakes::directory_fault& end) {
    rig_.entra.intercept(
        [this, end](fakes::directory_call call) -> boost::asio::awaitable<fakes::directory_fault> {
          co_await boost::asio::this_coro::throw_if_cancelled(false);
          if (call.action != fakes::directory_action::set_enabled || call.urgent) {
            co_return fakes::no_fault();
          }
          enabling_ = true;
          co_await rig_.time.sleep(seconds{5});
          co_return end;
        });
    rig_.tell(event_of(event_kind::announced, 1));
    rig_.start();
    rig_.run_until(issue_at + seconds{1});
    ASSERT_TRUE(enabling_);
    rig_.order(ada, order_kind::revoke);
    ASSERT_TRUE(rig_.record(ada).record.is.lockout.disabled_at);
  }
  [[nodiscard]] bool enabled() { return rig_.tenant.accounts().front().enabled; }

  engine_rig rig_;
  bool enabling_ = false;
};

TEST_F(OvertakenEnable, IsDisabledAgain) {
  lock_out(fakes::no_fault());
  rig_.run_until(issue_at + seconds{7});
  EXPECT_FALSE(enabled());
  EXPECT_EQ(rig_.record(ada).record.is.ended, ending::rescinded);
}

TEST_F(OvertakenEnable, IsDisabledAtOnceThoughItsAnswerIsLostAndOnceMoreAtTheEndUrgently) {
  lock_out(fakes::lost_answer());
  rig_.run_until(issue_at + seconds{7});
  EXPECT_FALSE(enabled());
  const fakes::memory_record& waits = rig_.record(ada);
  EXPECT_EQ(waits.record.is.stands.where, standing::working);
  EXPECT_GT(waits.due.due_at, rig_.time.now());
  EXPECT_TRUE(waits.due.urgent);
  rig_.tenant.find(rig_.tenant.accounts().front().id)->enabled = true;
  rig_.run_until(waits.due.due_at + seconds{1});
  EXPECT_FALSE(enabled());
}

/// Nothing answers the disabling of a hire who is locked out.
TEST(AbandonedLockout, IsNotTriedOnceMore) {
  engine_rig rig;
  bool issued = false;
  std::size_t tries = 0;
  rig.entra.intercept(
      [&](fakes::directory_call call) -> boost::asio::awaitable<fakes::directory_fault> {
        co_await boost::asio::this_coro::throw_if_cancelled(false);
        if (call.action == fakes::directory_action::issue_pass) issued = true;
        if (call.action != fakes::directory_action::set_enabled || !issued) {
          co_return fakes::no_fault();
        }
        ++tries;
        co_await rig.time.sleep(hours{1});
        co_return co_await is_cancelled() ? fakes::given_up() : fakes::no_fault();
      });
  rig.tell(event_of(event_kind::announced, 1));
  rig.start();
  rig.run_until(issue_at + minutes{1});
  rig.order(ada, order_kind::revoke);
  ASSERT_EQ(tries, 1U);
  rig.stop();
  rig.abandon();
  EXPECT_TRUE(rig.ended());
  EXPECT_EQ(tries, 1U);
}

}  // namespace
}  // namespace daypass::engine::testing

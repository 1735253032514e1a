// While the feed or the state fails: nothing is lost, nothing is sent unrecorded, and it heals by
// itself.
#include "unit/engine/engine_rig.hpp"

#include <gtest/gtest.h>

namespace daypass::engine::testing {
namespace {

constexpr instant healed_at = monday + minutes{2};

/// Calls of the state of this name fail for two minutes.
class StateTrouble : public ::testing::Test {
 protected:
  void fail(std::string_view operation) {
    rig_.state.fail_next([this, operation](std::string_view call) {
      const bool fails = call == operation && rig_.time.now() < healed_at;
      if (fails) ++failures_;
      return fails;
    });
  }
  [[nodiscard]] std::size_t troubles() const {
    return rig_.reports.all<happening::store_trouble>().size();
  }
  [[nodiscard]] std::size_t accounts() { return rig_.tenant.accounts().size(); }

  engine_rig rig_;
  std::size_t failures_ = 0;
};

TEST_F(StateTrouble, TellsTheFeedOfNothingThatIsNotDurable) {
  fail("record_batch");
  rig_.tell(event_of(event_kind::announced, 1));
  rig_.start();
  rig_.run_until(healed_at - seconds{1});
  EXPECT_EQ(rig_.committed(), 0);
  EXPECT_TRUE(rig_.look().state_trouble);
  EXPECT_EQ(troubles(), failures_);
  EXPECT_GE(failures_, 12U) << "tried every ten seconds at least";
  EXPECT_LE(failures_, 20U) << "and ever more rarely";
  rig_.run_until(healed_at + seconds{11});
  EXPECT_EQ(rig_.committed(), 1);
  EXPECT_FALSE(rig_.look().state_trouble);
  EXPECT_EQ(accounts(), 1U);
}

TEST_F(StateTrouble, StopsWhileABatchCanNotBeRecorded) {
  fail("record_batch");
  rig_.tell(event_of(event_kind::announced, 1));
  rig_.start();
  rig_.run_until(healed_at - seconds{30});
  rig_.stop();
  rig_.run_until(healed_at - seconds{1});
  EXPECT_TRUE(rig_.ended());
  EXPECT_EQ(rig_.committed(), 0);
}

TEST_F(StateTrouble, LooksEverySecondAtWhatIsDueWhereItCouldNot) {
  fail("lease_due");
  rig_.tell(event_of(event_kind::announced, 1));
  rig_.start();
  rig_.run_until(healed_at - seconds{1});
  EXPECT_TRUE(rig_.look().state_trouble);
  EXPECT_GE(failures_, 115U);
  EXPECT_LE(failures_, 130U);
  rig_.run_until(healed_at + seconds{2});
  EXPECT_EQ(accounts(), 1U);
  EXPECT_FALSE(rig_.look().state_trouble);
}

TEST_F(StateTrouble, MissesNothingThatIsDueWhereItCouldNotAskWhenThatIs) {
  fail("next_due");
  rig_.tell(event_of(event_kind::announced, 1));
  rig_.start();
  rig_.run_until(healed_at - seconds{1});
  EXPECT_EQ(accounts(), 1U);
  EXPECT_GE(failures_, 100U) << "every second";
  EXPECT_EQ(troubles(), failures_);
}

TEST_F(StateTrouble, SendsNothingThatIsNotRecorded) {
  fail("update");
  std::size_t calls = 0;
  rig_.entra.intercept(
      [&](fakes::directory_call call) -> boost::asio::awaitable<fakes::directory_fault> {
        if (call.action != fakes::directory_action::read_pass_policy) ++calls;
        co_return fakes::no_fault();
      });
  rig_.tell(event_of(event_kind::announced, 1));
  rig_.start();
  rig_.run_until(healed_at - seconds{1});
  EXPECT_EQ(calls, 0U);
  EXPECT_TRUE(rig_.look().state_trouble);
  EXPECT_GE(failures_, 24U) << "tried every five seconds at least";
  rig_.run_until(healed_at + seconds{6});
  EXPECT_EQ(accounts(), 1U);
  EXPECT_FALSE(rig_.look().state_trouble);
}

TEST_F(StateTrouble, TellsNobodyAgainThatHisLettersWait) {
  fail("undelivered");
  rig_.tell_poison(monday);
  rig_.start();
  rig_.run_until(healed_at - seconds{1});
  EXPECT_TRUE(rig_.letters.tried_at.empty());
  EXPECT_LE(failures_, 5U) << "tried every half a minute";
  rig_.run_until(healed_at + seconds{31});
  EXPECT_EQ(rig_.letters.delivered.size(), 1U);
}

TEST_F(StateTrouble, CopiesALetterAgainWhoseDeliveryIsNotRecorded) {
  fail("mark_delivered");
  rig_.tell_poison(monday);
  rig_.start();
  rig_.run_until(healed_at - seconds{1});
  EXPECT_EQ(rig_.letters.delivered.size(), failures_);
  EXPECT_GE(failures_, 2U);
  rig_.run_until(healed_at + hours{2});
  EXPECT_EQ(rig_.letters.delivered.size(), failures_ + 1);
}

TEST_F(StateTrouble, WakesWhoeverWaitsForTheNewMeaningOnceItCan) {
  fail("wake_all");
  rig_.start();
  rig_.run_until(healed_at - seconds{1});
  EXPECT_GE(failures_, 115U) << "every second";
  rig_.run_until(healed_at + minutes{2});
  EXPECT_EQ(troubles(), failures_) << "done, and done once";
}

TEST_F(StateTrouble, StopsWhileItCanWakeNobody) {
  fail("wake_all");
  rig_.start();
  rig_.run_until(monday + seconds{30});
  rig_.stop();
  rig_.run_until(monday + seconds{31});
  EXPECT_TRUE(rig_.ended());
}

TEST(FeedTrouble, IsToldAndReadsOnWhenItIsOver) {
  engine_rig rig;
  rig.break_feed(healed_at);
  rig.tell(event_of(event_kind::announced, 1));
  rig.start();
  rig.run_until(healed_at - seconds{1});
  const auto told = rig.reports.all<happening::feed_trouble>();
  EXPECT_GE(told.size(), 12U) << "every ten seconds at least";
  EXPECT_LE(told.size(), 20U) << "and ever more rarely";
  rig.run_until(healed_at + seconds{11});
  EXPECT_EQ(rig.committed(), 1);
}

}  // namespace
}  // namespace daypass::engine::testing

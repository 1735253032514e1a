// When the tenant's pass policy is read.
#include "unit/engine/engine_rig.hpp"

#include <gtest/gtest.h>

namespace daypass::engine::testing {
namespace {

class PassPolicy : public ::testing::Test {
 protected:
  /// Readings end in `fault`.
  void refuse_readings(fakes::directory_fault fault) {
    rig_.entra.intercept(
        [fault](fakes::directory_call call) -> boost::asio::awaitable<fakes::directory_fault> {
          const bool reads = call.action == fakes::directory_action::read_pass_policy;
          co_return reads ? fault : fakes::no_fault();
        });
  }
  [[nodiscard]] std::vector<happening::pass_policy_read> read() const {
    return rig_.reports.all<happening::pass_policy_read>();
  }
  [[nodiscard]] std::size_t unreadable() const {
    return rig_.reports.all<happening::pass_policy_unreadable>().size();
  }

  engine_rig rig_;
};

TEST_F(PassPolicy, IsReadAgainAtOnceWhenARefusalNamesItAndWakesWhoWaitsForAnother) {
  rig_.rules.bounds.hold_look_interval = hours{5};  // No look of the hire's own is near.
  rig_.tell(event_of(event_kind::announced, 1));
  rig_.start();
  rig_.run_until(issue_at - seconds{1});
  const std::size_t before = read().size();
  ASSERT_GE(before, 1U);
  EXPECT_TRUE(read().front().changed) << "it was not known";
  EXPECT_FALSE(read().back().changed);
  rig_.tenant.policy.lifetime_max = hours{4};  // Ours is for eight.
  rig_.run_until(issue_at + minutes{1});
  ASSERT_EQ(read().size(), before + 1) << "not after six hours";
  EXPECT_TRUE(read().back().changed);
  EXPECT_EQ(rig_.record(ada).record.is.stands.why, reason::policy_lifetime);
  rig_.tenant.policy.lifetime_max = hours{8};
  rig_.run_until(issue_at + hours{5});
  EXPECT_FALSE(rig_.tenant.accounts().front().pass);
  while (read().size() == before + 1 && rig_.time.now() < issue_at + hours{7}) {
    rig_.run_until(rig_.time.now() + seconds{1});
  }
  rig_.run_until(rig_.time.now() + seconds{5});
  EXPECT_TRUE(rig_.tenant.accounts().front().pass) << "as soon as it was read";
}

TEST_F(PassPolicy, IsReadAgainForARefusalOfAnyOfItsKinds) {
  for (const refusal why : {refusal::policy_one_time, refusal::policy_scope}) {
    engine_rig rig;
    rig.entra.intercept(
        [why](fakes::directory_call call) -> boost::asio::awaitable<fakes::directory_fault> {
          if (call.action != fakes::directory_action::issue_pass) co_return fakes::no_fault();
          co_return fakes::directory_fault{
              fakes::fault_point::instead,
              {failure::permanent, failure_scope::hire, why, "refused", std::nullopt}};
        });
    rig.tell(event_of(event_kind::announced, 1));
    rig.start();
    rig.run_until(issue_at - seconds{1});
    const std::size_t before = rig.reports.all<happening::pass_policy_read>().size();
    rig.run_until(issue_at + seconds{30});
    const std::size_t since = rig.reports.all<happening::pass_policy_read>().size() - before;
    EXPECT_GE(since, 1U);
    EXPECT_LE(since, 4U) << "every ten seconds at most";
  }
}

TEST_F(PassPolicy, IsReadEveryHalfMinuteWhileItCanNotBe) {
  refuse_readings(fakes::unavailable());
  rig_.start();
  rig_.run_until(monday + minutes{5} - seconds{1});
  EXPECT_EQ(unreadable(), 10U);
  EXPECT_FALSE(rig_.look().policy_known);
  rig_.entra.intercept({});
  rig_.run_until(monday + minutes{5});
  EXPECT_TRUE(rig_.look().policy_known);
  EXPECT_EQ(read().size(), 1U);
}

TEST_F(PassPolicy, IsDoneWithoutWhereItMayNotBeRead) {
  refuse_readings(fakes::forbidden());
  rig_.tell(event_of(event_kind::announced, 1));
  rig_.start();
  rig_.run_until(monday + hours{5});
  EXPECT_TRUE(rig_.look().policy_known);
  EXPECT_EQ(unreadable(), 1U) << "once in six hours";
  rig_.run_until(issue_at + minutes{1});
  EXPECT_TRUE(rig_.tenant.accounts().front().pass);
}

}  // namespace
}  // namespace daypass::engine::testing

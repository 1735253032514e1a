// Hours that do not agree: the tenant's clock, ours, a week without a daemon, a start long past.
#include "simulation/known_hard/scripted_world.hpp"

#include <gtest/gtest.h>

namespace daypass::simulation {
namespace {

constexpr instant activation = monday + hours{30};

/// A hold for the clock ends by itself: most of the last 15 answers must agree, and with nobody
/// else to serve only the policy is read, in these worlds every half hour.
constexpr duration clock_believed_within = hours{5};

void expect_kept(scripted_world& in) {
  EXPECT_EQ(troubles_of(in.finish()), "");
}

class KnownHardTenantClock : public testing::TestWithParam<int> {
 protected:
  static duration ahead() { return seconds{GetParam()}; }
};

TEST_P(KnownHardTenantClock, HidesNoAccountOfACreateWhoseAnswerIsLost) {
  scripted_world in;
  in.set_tenants_clock(ahead());
  in.strike("user.create", 1, lost_answer());
  in.announce(activation);
  ASSERT_TRUE(in.run_until([&] { return in.struck() == 1; }, hours{1}));
  const bool trusted = ahead() <= seconds{120} && ahead() >= -seconds{120};
  const auto found = [&] {
    return trusted ? in.ready_for(activation) : in.shown() == "held clock_untrusted";
  };
  EXPECT_TRUE(in.run_until(found, hours{1})) << in.story();
  EXPECT_EQ(in.accounts().size(), 1U);
  in.set_tenants_clock(duration{0});
  EXPECT_TRUE(in.run_until([&] { return in.ready_for(activation); }, clock_believed_within))
      << in.story();
  in.mishaps_are_over();
  in.run_until(activation + days{2});
  EXPECT_EQ(in.accounts().size(), 1U);
  EXPECT_EQ(in.passes_made(), 1U);
  EXPECT_EQ(in.shown(), "settled unknown");
  expect_kept(in);
}

TEST_P(KnownHardTenantClock, HidesNoPassOfAnIssueWhoseAnswerIsLost) {
  const bool trusted = ahead() <= seconds{120} && ahead() >= -seconds{120};
  scripted_world in;
  in.strike("pass.create", 1, lost_answer());
  in.set_tenants_clock(ahead());
  in.announce(activation);
  if (!trusted) {
    ASSERT_TRUE(in.run_until([&] { return in.shown() == "held clock_untrusted"; }, hours{1}));
    EXPECT_FALSE(in.has_pass()) << "an issue is driven by time alone";
    in.set_tenants_clock(duration{0});
  }
  ASSERT_TRUE(in.run_until([&] { return in.struck() == 1; }, clock_believed_within)) << in.story();
  EXPECT_TRUE(in.run_until([&] { return in.ready_for(activation); }, hours{1})) << in.story();
  EXPECT_EQ(in.passes_made(), 2U) << "the lost one was known as ours and replaced";
  in.mishaps_are_over();
  in.run_until(activation + days{2});
  expect_kept(in);
}

INSTANTIATE_TEST_SUITE_P(By, KnownHardTenantClock, testing::Values(100, 600, -100, -600));

TEST(KnownHardOutage, OfAWeekThatSpansActivationEndsInALatePass) {
  scripted_world in;
  const instant start = monday + days{6};
  in.announce(start);
  in.run_for(days{1});
  ASSERT_EQ(in.accounts().size(), 1U);
  ASSERT_FALSE(in.has_pass());
  in.kill(days{7});
  in.run_for(days{7} - minutes{1});
  ASSERT_EQ(in.shown(), "down");
  EXPECT_TRUE(in.run_until([&] { return in.usable_now(); }, minutes{10})) << in.story();
  in.mishaps_are_over();
  in.run_for(days{2});
  EXPECT_EQ(in.shown(), "settled unknown");
  expect_kept(in);
}

TEST(KnownHardOutage, OfAWeekThatEndsTooLateForAPassIsShown) {
  scripted_world in;
  in.announce(monday + days{3});
  in.run_for(hours{20});
  ASSERT_FALSE(in.has_pass());
  in.kill(days{7} + hours{6});
  in.run_for(days{7} + hours{7});
  EXPECT_EQ(in.shown(), "parked too_late");
  in.mishaps_are_over();
  in.run_for(days{1});
  EXPECT_FALSE(in.has_pass());
  expect_kept(in);
}

TEST(KnownHardOutage, OfAWeekInWhichHrSpokeOfAStartEightDaysAgoIsShown) {
  scripted_world in;
  in.run_for(hours{1});
  in.kill(days{9});
  in.run_for(hours{1});
  in.announce(monday + hours{20});
  in.run_for(days{9});
  EXPECT_EQ(in.shown(), "parked start_implausible");
  EXPECT_TRUE(in.accounts().empty());
  in.mishaps_are_over();
  in.run_for(days{1});
  expect_kept(in);
}

TEST(KnownHardOutage, OfAWeekTakesBackThePassThatWasReadyBefore) {
  scripted_world in;
  in.announce(activation);
  in.run_for(hours{4});
  ASSERT_TRUE(in.ready_for(activation));
  in.kill(days{7});
  in.run_for(days{7} + minutes{10});
  EXPECT_TRUE(in.readable().empty());
  EXPECT_EQ(in.shown(), "settled unknown");
  EXPECT_EQ(in.passes_made(), 1U);
  in.mishaps_are_over();
  in.run_for(days{1});
  expect_kept(in);
}

class KnownHardLateStart : public testing::TestWithParam<int> {};

TEST_P(KnownHardLateStart, IsServedAtOnce) {
  scripted_world in;
  in.announce(in.now() - hours{GetParam()});
  EXPECT_TRUE(in.run_until([&] { return in.usable_now(); }, minutes{5})) << in.story();
  in.mishaps_are_over();
  in.run_for(days{2});
  EXPECT_EQ(in.shown(), "settled unknown");
  EXPECT_EQ(in.passes_made(), 1U);
  expect_kept(in);
}

INSTANTIATE_TEST_SUITE_P(Hours, KnownHardLateStart, testing::Values(1, 3 * 24));

TEST(KnownHardPastStart, OfEightDaysAgoIsShownAndNothingIsMade) {
  scripted_world in;
  in.announce(in.now() - days{8});
  in.run_for(minutes{10});
  EXPECT_EQ(in.shown(), "parked start_implausible");
  in.mishaps_are_over();
  in.run_for(days{2});
  EXPECT_TRUE(in.accounts().empty());
  expect_kept(in);
}

TEST(KnownHardName, HeldByADeletedAccountWaitsForPeople) {
  world_plan plan = quiet_plan();
  plan.hires.front().obstacle = obstacle_kind::deleted_holder;
  scripted_world in(std::move(plan));
  auto& tenant = in.of().graph.state().world;
  ASSERT_EQ(tenant.deleted_count(), 1U);
  in.announce(activation);
  EXPECT_TRUE(
      in.run_until([&] { return in.shown() == "parked soft_deleted_holder"; }, minutes{10}));
  in.run_for(hours{3});
  in.give_order(order_kind::retry);
  in.run_for(minutes{10});
  EXPECT_EQ(in.shown(), "parked soft_deleted_holder") << "nobody has purged it";
  EXPECT_EQ(tenant.deleted_count(), 1U) << "never restored";
  EXPECT_TRUE(in.accounts().empty());

  in.purge_deleted();
  in.run_for(hours{1});
  EXPECT_EQ(in.shown(), "parked soft_deleted_holder") << "it rests until somebody says so";
  in.give_order(order_kind::retry);
  EXPECT_TRUE(in.run_until([&] { return in.ready_for(activation); }, minutes{10})) << in.story();
  EXPECT_EQ(in.account().upn(), "given1.doe@sim.example");
  in.mishaps_are_over();
  in.run_until(activation + days{2});
  expect_kept(in);
}

/// After a step back all that was to come lies in the future by that step: work must not wait so
/// long. The bound is the longest pause that the planner makes by itself, and a probe of the lane.
constexpr duration locks_out_within = minutes{3};
constexpr duration goes_on_within = minutes{20};

TEST(KnownHardClockSetBack, DelaysNoLockOutThatIsBackingOff) {
  scripted_world in;
  in.announce(activation);
  ASSERT_TRUE(in.run_until([&] { return in.ready_for(activation); }, hours{1}));
  in.strike_all(refusal_of(503, "serviceNotAvailable"));
  in.rescind();
  in.run_for(minutes{20});
  in.step_clock(-hours{5});
  in.run_for(seconds{30});
  in.strike_none();
  EXPECT_TRUE(in.run_until([&] { return in.locked_out(); }, locks_out_within)) << in.story();
  in.mishaps_are_over();
  in.run_for(hours{30});
  EXPECT_EQ(in.shown(), "settled rescinded");
  expect_kept(in);
}

TEST(KnownHardClockSetBack, DelaysNoLockOutWhereNoDaemonRanMeanwhile) {
  scripted_world in;
  in.announce(activation);
  ASSERT_TRUE(in.run_until([&] { return in.ready_for(activation); }, hours{1}));
  in.step_clock(hours{5});
  in.strike_all(refusal_of(503, "serviceNotAvailable"));
  in.rescind();
  in.run_for(minutes{2});
  in.kill(minutes{5});
  in.run_for(minutes{1});
  in.step_clock(-hours{5});
  in.strike_none();
  in.run_for(minutes{4});
  EXPECT_TRUE(in.run_until([&] { return in.locked_out(); }, locks_out_within)) << in.story();
  in.mishaps_are_over();
  in.run_for(hours{30});
  EXPECT_EQ(in.shown(), "settled rescinded");
  expect_kept(in);
}

TEST(KnownHardClockSetBack, DelaysNoCreateThatIsBackingOff) {
  scripted_world in;
  in.strike_all(refusal_of(503, "serviceNotAvailable"));
  in.announce(activation);
  in.run_for(hours{1});
  in.step_clock(-hours{5});
  in.run_for(seconds{30});
  in.strike_none();
  EXPECT_TRUE(in.run_until([&] { return in.accounts().size() == 1; }, goes_on_within))
      << in.story();
  EXPECT_TRUE(in.run_until([&] { return in.shown() == "held clock_untrusted"; }, minutes{5}))
      << in.story();
  in.mishaps_are_over();
  EXPECT_TRUE(in.run_until([&] { return in.ready_for(activation); }, goes_on_within)) << in.story();
  in.run_until(activation + days{2});
  expect_kept(in);
}

/// What was sent may take effect for a quarter of an hour, whatever our clock says has passed.
TEST(KnownHardClockSetForth, MakesNoStrangersPassOfAnIssueThatTakesEffectLate) {
  scripted_world in;
  in.strike("pass.create", 1, late_effect(minutes{8}));
  in.announce(activation);
  ASSERT_TRUE(in.run_until([&] { return in.struck() == 1; }, hours{1}));
  in.run_for(minutes{2});
  in.step_clock(hours{3});
  in.run_for(minutes{15});
  ASSERT_EQ(in.passes_made(), 1U);
  in.mishaps_are_over();
  EXPECT_TRUE(in.run_until([&] { return in.ready_for(activation); }, goes_on_within)) << in.story();
  EXPECT_EQ(in.told_of("parked", "foreign_pass"), 0U);
  in.run_until(activation + days{2});
  expect_kept(in);
}

TEST(KnownHardClockSetBack, DelaysNothingThatIsDueJustThen) {
  for (int tenths = 1; tenths <= 20; ++tenths) {
    scripted_world in;
    in.announce(activation);
    in.run_for(tenths * milliseconds{100});
    in.step_clock(-hours{5});
    EXPECT_TRUE(in.run_until([&] { return in.accounts().size() == 1; }, goes_on_within))
        << tenths << ' ' << in.story();
    in.rescind();
    EXPECT_TRUE(in.run_until([&] { return in.shown() == "settled rescinded"; }, minutes{20}))
        << tenths << ' ' << in.story();
    in.mishaps_are_over();
    in.run_for(hours{30});
    expect_kept(in);
  }
}

}  // namespace
}  // namespace daypass::simulation

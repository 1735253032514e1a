// Passes: changes while a publish is under way, passes and files that others remove, a policy that
// changes between Graph's 201 and our record.
#include "simulation/known_hard/scripted_world.hpp"

#include <gtest/gtest.h>

namespace daypass::simulation {
namespace {

constexpr instant activation = monday + hours{30};

void expect_served(scripted_world& in, instant at) {
  in.mishaps_are_over();
  in.run_until(at + minutes{5});
  EXPECT_TRUE(in.ready_for(at));
  in.run_until(at + days{2});
  EXPECT_EQ(in.shown(), "settled unknown");
  EXPECT_EQ(troubles_of(in.finish()), "");
}

TEST(KnownHardPass, FollowsTwoChangesOfTheStartThatComeWhileItIsPublished) {
  scripted_world in;
  in.slow_store();
  in.announce(activation);
  ASSERT_TRUE(in.run_until([&] { return in.has_pass(); }, hours{1}));
  in.run_for(seconds{5});
  ASSERT_TRUE(in.readable().empty()) << "the publish is under way";
  in.move_start(activation + hours{3});
  in.run_for(seconds{4});
  ASSERT_TRUE(in.readable().empty()) << "still";
  in.move_start(activation + hours{1});
  EXPECT_TRUE(in.run_until([&] { return in.ready_for(activation + hours{1}); }, minutes{40}));
  EXPECT_EQ(in.passes_made(), 2U) << "none for the start in between";
  expect_served(in, activation + hours{1});
}

TEST(KnownHardPass, IsIssuedAnewWhenAnAdministratorDeletesItBeforeItIsPublished) {
  scripted_world in;
  for (std::size_t times = 1; times <= 2; ++times) {
    in.slow_store();
    if (times == 1) in.announce(activation);
    ASSERT_TRUE(in.run_until([&] { return in.passes_made() == times; }, hours{1}));
    ASSERT_TRUE(in.readable().empty());
    in.administrator("delete_pass");
    if (times == 1) ASSERT_TRUE(in.run_until([&] { return in.passes_made() == 2; }, hours{2}));
  }
  EXPECT_TRUE(in.run_until([&] { return in.ready_for(activation); }, hours{2}));
  EXPECT_EQ(in.passes_made(), 3U);
  expect_served(in, activation);
}

TEST(KnownHardPass, ParksWhenAnAdministratorDeletesItAThirdTime) {
  scripted_world in;
  in.announce(activation);
  for (std::size_t times = 1; times <= 3; ++times) {
    in.slow_store();
    ASSERT_TRUE(in.run_until([&] { return in.passes_made() == times; }, hours{3}));
    in.administrator("delete_pass");
  }
  EXPECT_TRUE(in.run_until([&] { return in.shown() == "parked pass_removed_often"; }, hours{3}));
  EXPECT_TRUE(in.readable().empty());
  in.run_for(hours{12});
  EXPECT_EQ(in.passes_made(), 3U);

  in.give_order(order_kind::reissue);
  EXPECT_TRUE(in.run_until([&] { return in.ready_for(activation); }, minutes{10}));
  expect_served(in, activation);
}

/// Ours by Graph's 201, and nowhere in our state: found by its window and kind as intended.
TEST(KnownHardPass, LostInACrashIsReplacedByThePolicyThatHoldsThen) {
  scripted_world in;
  in.kill_at("after pass.create", 1, hours{1});
  in.announce(activation);
  ASSERT_TRUE(in.run_until([&] { return in.shown() == "down"; }, hours{1}));
  ASSERT_TRUE(in.has_pass());
  const std::string lost = in.account().current->code;
  in.of().graph.state().world.policy.once = true;
  in.of().graph.state().world.policy.maximum_lifetime_minutes = 60;
  in.run_for(hours{3});
  EXPECT_TRUE(in.shown().starts_with("held policy_")) << in.story();
  EXPECT_FALSE(in.has_pass()) << "nobody can read the code of the lost one";
  in.mishaps_are_over();
  EXPECT_TRUE(in.run_until([&] { return in.ready_for(activation); }, hours{1}));
  EXPECT_NE(in.readable().at(0).code, lost);
  EXPECT_EQ(in.passes_made(), 2U);
  expect_served(in, activation);
}

TEST(KnownHardPass, WhoseFileWasRemovedIsIssuedAnewWhenItsLabelChanges) {
  scripted_world in;
  in.announce(activation);
  ASSERT_TRUE(in.run_until([&] { return in.ready_for(activation); }, hours{1}));
  in.run_for(hours{1});
  ASSERT_TRUE(in.remove_sealed_file());
  ASSERT_TRUE(in.readable().empty());
  in.move_place(activation, 1);
  EXPECT_TRUE(in.run_until([&] { return in.ready_for(activation); }, minutes{30}));
  EXPECT_EQ(in.passes_made(), 2U);
  EXPECT_LE(in.told_of("refresh_secret", "vanished"), 1U);
  expect_served(in, activation);
}

TEST(KnownHardPass, WhoseFileIsRemovedAgainAndAgainParks) {
  scripted_world in;
  in.announce(activation);
  for (std::size_t times = 1; times <= 3; ++times) {
    ASSERT_TRUE(in.run_until([&] { return in.ready_for(activation); }, hours{1}));
    in.run_for(minutes{10});
    ASSERT_TRUE(in.remove_sealed_file());
    in.move_place(activation, times % 3);
    in.run_for(minutes{1});
  }
  EXPECT_TRUE(in.run_until([&] { return in.shown() == "parked pass_removed_often"; }, hours{1}));
  EXPECT_FALSE(in.has_pass());
  EXPECT_EQ(in.passes_made(), 3U);
}

/// Whoever it is for may have it by then: it stays, and no label is tried for ever.
TEST(KnownHardPass, WhoseFileWasRemovedStaysOnceItIsUsable) {
  scripted_world in;
  in.announce(activation);
  in.run_until(activation + minutes{30});
  ASSERT_TRUE(in.ready_for(activation));
  ASSERT_TRUE(in.remove_sealed_file());
  in.move_place(activation, 1);
  in.run_for(hours{6});
  EXPECT_TRUE(in.has_pass());
  EXPECT_EQ(in.passes_made(), 1U);
  EXPECT_EQ(in.told_of("refresh_secret", "vanished"), 1U);
  in.run_for(days{1});
  EXPECT_EQ(in.shown(), "settled unknown");
}

}  // namespace
}  // namespace daypass::simulation

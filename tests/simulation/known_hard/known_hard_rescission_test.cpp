// Rescissions that meet an answer which was lost, and passes whose deletion is answered wrongly.
#include "simulation/known_hard/scripted_world.hpp"

#include <gtest/gtest.h>

namespace daypass::simulation {
namespace {

constexpr instant activation = monday + days{3};

void expect_locked_out_for_good(scripted_world& in) {
  in.mishaps_are_over();
  in.run_for(hours{30});
  EXPECT_TRUE(in.locked_out());
  EXPECT_EQ(in.shown(), "settled rescinded");
  in.run_until(activation + hours{12});
  EXPECT_TRUE(in.locked_out());
  EXPECT_EQ(troubles_of(in.finish()), "");
}

TEST(KnownHardRescission, LocksOutTheAccountOfACreateWhoseAnswerIsLost) {
  scripted_world in;
  in.strike("user.create", 1, lost_answer());
  in.announce(activation);
  ASSERT_TRUE(in.run_until([&] { return in.struck() == 1; }, hours{1}));
  in.rescind();
  ASSERT_EQ(in.accounts().size(), 1U);
  in.run_for(minutes{2});
  EXPECT_TRUE(in.locked_out()) << "as created, disabled";
  expect_locked_out_for_good(in);
}

TEST(KnownHardRescission, LocksOutTheAccountOfACreateThatTakesEffectAfterIt) {
  scripted_world in;
  in.strike("user.create", 1, late_effect(minutes{12}));
  in.announce(activation);
  ASSERT_TRUE(in.run_until([&] { return in.struck() == 1; }, hours{1}));
  in.rescind();
  ASSERT_TRUE(in.run_until([&] { return in.accounts().size() == 1; }, hours{1}));
  // The daemon must have found it: whoever enables it now would be undone by a lock-out only.
  in.run_for(hours{1});
  EXPECT_GE(in.told_of("disable_account", "done"), 1U);
  expect_locked_out_for_good(in);
}

TEST(KnownHardRescission, DeletesThePassOfAnIssueWhoseAnswerIsLost) {
  scripted_world in;
  in.strike("pass.create", 1, lost_answer());
  in.announce(monday + hours{20});
  ASSERT_TRUE(in.run_until([&] { return in.struck() == 1; }, hours{1}));
  in.rescind();
  ASSERT_TRUE(in.has_pass());
  EXPECT_TRUE(in.run_until([&] { return in.locked_out(); }, minutes{3}));
  expect_locked_out_for_good(in);
}

TEST(KnownHardRescission, DeletesThePassOfAnIssueThatTakesEffectAfterItWasRecorded) {
  scripted_world in;
  in.strike("pass.create", 1, late_effect(minutes{10}));
  in.announce(monday + hours{20});
  ASSERT_TRUE(in.run_until([&] { return in.struck() == 1; }, hours{1}));
  in.rescind();
  ASSERT_TRUE(in.run_until([&] { return in.locked_out(); }, minutes{5}));
  ASSERT_FALSE(in.has_pass());
  ASSERT_TRUE(in.run_until([&] { return in.has_pass(); }, minutes{15})) << "it came late";
  EXPECT_TRUE(in.run_until([&] { return in.locked_out(); }, minutes{3}));
  expect_locked_out_for_good(in);
}

/// A replica that does not know the pass yet answers like one from which it is gone.
TEST(KnownHardRescission, DeletesThePassOnceMoreThatAReplicaDidNotKnowYet) {
  scripted_world in;
  in.announce(activation);  // The account is made a day before the pass.
  ASSERT_TRUE(in.run_until([&] { return !in.readable().empty(); }, days{2}));
  in.run_for(seconds{20});
  in.strike("pass.delete", 1, refusal_of(404, "resourceNotFound"));
  in.rescind();
  ASSERT_TRUE(in.run_until([&] { return in.struck() == 1; }, minutes{2}));
  EXPECT_TRUE(in.has_pass());
  EXPECT_TRUE(in.run_until([&] { return in.locked_out(); }, minutes{10}));
  expect_locked_out_for_good(in);
}

/// The disabling may take effect whenever it likes: whoever is wanted again is enabled after it.
void expect_served_again(entra_simulator::fault disabling) {
  scripted_world in;
  in.announce(activation);
  ASSERT_TRUE(in.run_until([&] { return in.ready_for(activation); }, days{2}));
  in.strike("user.update", 1, std::move(disabling));
  in.rescind();
  ASSERT_TRUE(in.run_until([&] { return in.struck() == 1; }, minutes{2}));
  in.announce(activation);
  in.run_for(minutes{30});
  EXPECT_TRUE(in.ready_for(activation)) << in.story();
  in.mishaps_are_over();
  in.run_until(activation + hours{12});
  EXPECT_EQ(troubles_of(in.finish()), "");
}

TEST(KnownHardRescission, TakenBackWhileTheAnswerToItsDisablingIsLostDisablesNobody) {
  expect_served_again(lost_answer());
}

TEST(KnownHardRescission, TakenBackBeforeItsDisablingTakesEffectDisablesNobody) {
  expect_served_again(late_effect(minutes{8}));
}

TEST(KnownHardRescission, BelievesThatAPassIsGoneWhichIsNotYoungAnyMore) {
  scripted_world in;
  in.announce(monday + hours{20});
  in.run_for(hours{2});
  ASSERT_TRUE(in.has_pass());
  in.administrator("delete_pass");
  in.rescind();
  in.run_for(minutes{3});
  EXPECT_EQ(in.shown(), "settled rescinded");
  expect_locked_out_for_good(in);
}

/// The pass of a deleted account can't be deleted, and is there again when the account is restored.
TEST(KnownHardRescission, DeletesThePassThatCameBackWithItsAccount) {
  scripted_world in;
  in.announce(monday + hours{20});
  in.run_for(hours{2});
  ASSERT_TRUE(in.has_pass());
  in.administrator("delete_user");
  in.move_start(activation);  // The pass is to be replaced.
  in.run_for(minutes{30});
  ASSERT_EQ(in.shown(), "parked account_deleted");
  in.administrator("restore_user");
  ASSERT_TRUE(in.has_pass());
  in.rescind();
  EXPECT_TRUE(in.run_until([&] { return in.locked_out(); }, minutes{3}));
  expect_locked_out_for_good(in);
}

}  // namespace
}  // namespace daypass::simulation

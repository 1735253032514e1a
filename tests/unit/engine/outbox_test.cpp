// When quarantined records are copied to their topic. The rig's feed brings them ten minutes apart.
#include "unit/engine/engine_rig.hpp"

#include <gtest/gtest.h>

namespace daypass::engine::testing {
namespace {

constexpr instant told_at = monday + minutes{10};

TEST(Outbox, CopiesARecordAtOnce) {
  engine_rig rig;
  rig.tell_poison(told_at);
  rig.start();
  rig.run_until(told_at + seconds{1});
  EXPECT_EQ(rig.letters.delivered, std::vector<std::string>{"poison"});
  rig.run_until(told_at + hours{5});
  EXPECT_EQ(rig.letters.delivered.size(), 1U) << "once";
}

TEST(Outbox, TriesAgainAfterAWhileWhenTheTopicIsAway) {
  engine_rig rig;
  rig.letters.away = true;
  rig.tell_poison(told_at);
  rig.start();
  rig.run_until(told_at + seconds{29});
  EXPECT_EQ(rig.letters.tried_at, std::vector<instant>{told_at});
  rig.letters.away = false;
  rig.run_until(told_at + seconds{31});
  EXPECT_EQ(rig.letters.delivered.size(), 1U);
  EXPECT_EQ(rig.reports.all<happening::dead_letter_failed>().size(), 1U);
}

TEST(Outbox, KeepsNoneWaitingForOneThatIsRefusedForGood) {
  engine_rig rig;
  rig.letters.refuses = 1;
  rig.tell_poison(told_at);
  rig.tell_poison(told_at);
  rig.tell_poison(told_at + minutes{30});
  rig.start();
  rig.run_until(told_at + seconds{1});
  EXPECT_EQ(rig.letters.delivered.size(), 1U);
  EXPECT_EQ(rig.reports.all<happening::dead_letter_failed>().size(), 1U);
  rig.run_until(told_at + minutes{45});
  EXPECT_EQ(rig.letters.delivered.size(), 2U);
  EXPECT_EQ(rig.letters.tried_at.size(), 3U) << "not with every other";
  rig.run_until(told_at + hours{2});
  EXPECT_EQ(rig.letters.delivered.size(), 3U) << "when it is accepted";
}

TEST(Outbox, CopiesHundredsWithoutWaitingBetween) {
  engine_rig rig;
  constexpr std::size_t many = 250;
  for (std::size_t count = 0; count < many; ++count) rig.tell_poison(told_at);
  rig.start();
  rig.run_until(told_at + seconds{1});
  EXPECT_EQ(rig.letters.delivered.size(), many);
}

}  // namespace
}  // namespace daypass::engine::testing

// What holds a hire and what parks it (design 5.8).

#include "unit/planner/sample.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

TEST(Obstructed, IsHeldWhereConfigurationMayMendItAndParkedElsewhere) {
  for (const std::string_view row : {"untouched", "enabled"}) {
    sample of = sample_of(wanted_class::issuable, row);
    of.facts.profile_name = "none";
    EXPECT_EQ(verdict_of(of), "hold profile_unknown");
    of.facts.who = std::unexpected(obstacle{reason::upn_invalid, ""});
    EXPECT_EQ(verdict_of(of), "park upn_invalid");
    of.facts.when = std::unexpected(obstacle{reason::place_unknown, ""});
    EXPECT_EQ(verdict_of(of), "hold place_unknown");
  }
}

TEST(Hold, ByAnOperatorWakesForTheNextLookAtAPassThatIsOut) {
  sample of = sample_of(wanted_class::issuable, "ready");
  of.order_now(order_kind::hold);
  decision verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "hold operator_hold");
  EXPECT_EQ(verdict.look_again_at, noon + hours{11});
  of.is().pass = {};
  verdict = decide_when_due(of);
  EXPECT_EQ(in_words(verdict), "hold operator_hold");
  EXPECT_EQ(verdict.look_again_at, never);
}

}  // namespace
}  // namespace daypass::planner

// Which account a create without an answer may have made, and which it can't have (design 5.2).

#include "unit/planner/answers.hpp"

#include "daypass/planner/absorb.hpp"

#include <gtest/gtest.h>

namespace daypass::planner {
namespace {

/// Intends a create at this hour and hears this of it.
void create_at(sample& of, instant when, const error& why) {
  of.now = when;
  of.is() = reconcile(of.at());
  const step done{.id = step_id{of.is().next_step},
                  .kind = step_kind::create_account,
                  .attributes = *of.facts.who};
  of.is() = intend(of.at(), done);
  of.is() = absorb(of.at(), {done, why, when}, 0);
}

error taken() {
  return failed(failure::permanent, refusal::conflict);
}

error no_word() {
  return failed(failure::unknown_effect, refusal::no_answer);
}

/// The record once a look has shown this account.
actual having_seen(const sample& of, const account_view& seen) {
  const step look{.kind = step_kind::look_account, .attributes = *of.facts.who};
  return absorb(of.at(), {look, accounts_seen{{seen}}, of.now}, 0);
}

/// Whether an account under our names that was made then is taken for ours.
bool ours_if_made_at(const sample& of, instant when) {
  account_view seen = own_account(of);
  seen.created_at = when;
  return having_seen(of, seen).account.origin == account_origin::recognised;
}

TEST(RefusedCreate, MakesNoAccountThatALaterOneIsTakenFor) {
  sample of = sample_of(wanted_class::near, "looked");
  create_at(of, noon, taken());
  create_at(of, noon + minutes{10}, no_word());
  EXPECT_FALSE(ours_if_made_at(of, noon)) << "it stood in the way of the first";
  EXPECT_TRUE(ours_if_made_at(of, noon + minutes{10}));
}

TEST(RefusedCreate, LeavesWhatALostOneBeforeItMayHaveMade) {
  sample of = sample_of(wanted_class::near, "looked");
  create_at(of, noon, no_word());
  create_at(of, noon + minutes{1}, taken());
  EXPECT_TRUE(ours_if_made_at(of, noon));
  create_at(of, noon + minutes{30}, taken());
  EXPECT_TRUE(of.is().attempts.empty());
  EXPECT_TRUE(ours_if_made_at(of, noon)) << "found late, and made in time";
}

TEST(RefusedCreate, LeavesTheHourOfOneThatIsNotAnswered) {
  sample of = sample_of(wanted_class::near, "looked");
  of.is().account.attempted_at = noon - minutes{10};
  of.is().attempts = {{step_id{1}, step_kind::create_account, noon - minutes{10}, std::nullopt}};
  of.running = {{step_id{1}, step_kind::create_account}};
  of.is().next_step = 2;
  create_at(of, noon, taken());
  EXPECT_EQ(of.is().account.attempted_at, noon - minutes{10});
}

TEST(LostCreate, IsRecognisedInCapitalsToo) {
  sample of = sample_of(wanted_class::near, "creating");
  member_attributes sent = *of.facts.who;
  sent.user_principal_name = "abcdefghijklmnopqrstuvwxyz@x.example";
  of.is().account.reserved = sent;
  account_view seen = own_account(of);
  seen.user_principal_name = "ABCDEFGHIJKLMNOPQRSTUVWXYZ@X.EXAMPLE";
  EXPECT_EQ(having_seen(of, seen).account.id, seen.id);
}

/// Our clock may be off by more than the tolerance, and be set before the account is found.
TEST(LostCreate, IsRecognisedByGraphsClockWhateverOursShows) {
  for (const duration ahead : {duration(minutes{-40}), duration(minutes{40})}) {
    sample of = sample_of(wanted_class::near, "looked");
    of.graph_ahead = ahead;
    create_at(of, noon, no_word());
    of.graph_ahead = duration::zero();
    EXPECT_TRUE(ours_if_made_at(of, noon + ahead + seconds{1}));
    EXPECT_FALSE(ours_if_made_at(of, noon));
  }
}

/// Set back between the intent and the news that there is no answer.
TEST(LostCreate, IsRecognisedWhereOurClockWasSetMeanwhile) {
  sample of = sample_of(wanted_class::near, "looked");
  of.is() = reconcile(of.at());
  const step create{.id = step_id{of.is().next_step},
                    .kind = step_kind::create_account,
                    .attributes = *of.facts.who};
  of.is() = intend(of.at(), create);
  of.now = noon - hours{1};
  of.graph_ahead = hours{1};
  of.is() = absorb(of.at(), {create, no_word(), of.now}, 0);
  EXPECT_TRUE(ours_if_made_at(of, noon + seconds{1}));
}

/// Where the process ended instead, the next one says until when.
TEST(LostCreate, IsRecognisedByGraphsClockAfterARestart) {
  sample of = sample_of(wanted_class::near, "looked");
  of.graph_ahead = hours{1};
  of.is() = intend(of.at(), {.id = step_id{of.is().next_step},
                             .kind = step_kind::create_account,
                             .attributes = *of.facts.who});
  sample compared = of;
  compared.is() = reconcile(compared.at());
  EXPECT_TRUE(ours_if_made_at(compared, noon + hours{1} + seconds{1}));
  of.graph_ahead = duration::zero();  // Not known yet.
  of.is() = reconcile(of.at());
  EXPECT_TRUE(ours_if_made_at(of, noon + hours{1} + seconds{1}));
  EXPECT_TRUE(ours_if_made_at(of, noon + hours{1} + of.rules.bounds.late_effect_max));
}

TEST(LostCreate, ForgetsWhoElseWasSeenOnceItIsFound) {
  sample of = sample_of(wanted_class::near, "blocked");
  const account_holders others = of.is().account.holders;
  make_so(of, "creating");
  of.is().account.holders = others;
  EXPECT_TRUE(having_seen(of, own_account(of)).account.holders.empty());
}

}  // namespace
}  // namespace daypass::planner

// list, find, history, totals.
#include "contract/state/state_fixture.hpp"

#include <algorithm>

namespace daypass::contract {
namespace {

using ids = std::vector<std::string>;

class overview : public state_contract {
 protected:
  // Four hires: one works, one is held, one parked, one ended; FINE has a verified pass.
  void people() {
    make("FINE", {standing::waiting, reason::none, at(1), 0, 0}, ending::none, at(100));
    make("HELD", {standing::held, reason::policy_scope, at(2), 0, 0}, ending::none, at(100));
    make("PARKED", {standing::parked, reason::foreign_pass, at(3), 0, 0}, ending::none, never);
    make("ENDED", {standing::settled, reason::none, at(4), 0, 0}, ending::unused, never);
  }

  ids listed(list_filter filter) {
    ids list;
    for (const auto& one : get(store().list(std::move(filter)))) list.push_back(one.key.hire_id);
    return list;
  }

 private:
  void make(const std::string& id, standing_state stands, ending how, instant due) {
    announce(id, {.due_at = at(0)});
    const auto held = lease_one(id).held;
    schedule next{.due_at = due};
    next.activation_at = at(50);
    EXPECT_TRUE(write(
        held,
        [&](actual& is) {
          is.stands = stands;
          is.ended = how;
          if (id == "FINE") is.pass.secret = secret_state::verified;
        },
        next));
    store().release(held);
  }
};

INSTANTIATE_TEST_SUITE_P(States, overview, ::testing::ValuesIn(all_states()),
                         [](const auto& info) { return info.param.name; });

TEST_P(overview, ListsByKeyWithWhatOperatorsSee) {
  people();
  EXPECT_EQ(listed({}), (ids{"ENDED", "FINE", "HELD", "PARKED"}));
  const auto held = get(store().list({.where = standing::held}));
  ASSERT_EQ(held.size(), 1U);
  EXPECT_EQ(held[0].key, key_of("HELD"));
  EXPECT_EQ(held[0].where, standing::held);
  EXPECT_EQ(held[0].why, reason::policy_scope);
  EXPECT_EQ(held[0].ended, ending::none);
  EXPECT_EQ(held[0].since, at(2));
  EXPECT_EQ(held[0].due_at, at(100));
  EXPECT_EQ(held[0].activation_at, at(50));
}

TEST_P(overview, ListsWhatTheFilterSays) {
  people();
  EXPECT_EQ(listed({.where = standing::settled}), ids{"ENDED"});
  EXPECT_EQ(listed({.why = reason::foreign_pass}), ids{"PARKED"});
  EXPECT_EQ(listed({.where = standing::held, .why = reason::foreign_pass}), ids{});
  EXPECT_EQ(listed({.text = "p/fi"}), ids{"FINE"});
  EXPECT_EQ(listed({.text = "%"}), ids{});
  EXPECT_EQ(listed({.max = 2}), (ids{"ENDED", "FINE"}));
}

TEST_P(overview, LateIsPastItsActivationWithoutAVerifiedPass) {
  people();
  EXPECT_EQ(listed({.late = true, .now = at(50)}), ids{});
  EXPECT_EQ(listed({.late = true, .now = at(51)}), (ids{"HELD", "PARKED"}));
}

TEST_P(overview, TotalsNameTheBusiestDayToCome) {
  const auto start = [&](const std::string& id, instant activation, instant due) {
    schedule first{.due_at = due};
    first.activation_at = activation;
    announce(id, first);
  };
  start("PAST", at(10), at(5));
  start("ONE", at(86'400), at(5));
  start("TWO", at(2 * 86'400), at(5));
  start("THREE", at(2 * 86'400 + 100), at(5));
  start("FOUR", at(3 * 86'400), never);
  start("FIVE", at(3 * 86'400 + 1), never);
  start("SIX", at(3 * 86'400 + 2), never);
  const auto found = get(store().totals(at(20))).busiest_day;
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, (busy_day{std::chrono::floor<days>(at(2 * 86'400)), 2}));
  EXPECT_EQ(get(store().totals(at(4 * 86'400))).busiest_day, std::nullopt);
}

TEST_P(overview, TotalsCountEverything) {
  people();
  state_totals totals = get(store().totals(at(100)));
  std::ranges::sort(totals.by_standing);
  const std::vector<std::pair<standing, std::uint64_t>> standings = {
      {standing::waiting, 1}, {standing::held, 1}, {standing::parked, 1}, {standing::settled, 1}};
  EXPECT_EQ(totals.by_standing, standings);
  std::ranges::sort(totals.by_reason);
  const std::vector<std::pair<reason, std::uint64_t>> reasons = {{reason::policy_scope, 1},
                                                                 {reason::foreign_pass, 1}};
  EXPECT_EQ(totals.by_reason, reasons);
  const std::vector<std::pair<ending, std::uint64_t>> endings = {{ending::unused, 1}};
  EXPECT_EQ(totals.by_ending, endings);
  EXPECT_EQ(totals.due, 2U);
  EXPECT_EQ(totals.oldest_due_at, at(100));
  EXPECT_EQ(get(store().totals(at(99))).due, 0U);
  EXPECT_EQ(get(store().totals(at(99))).oldest_due_at, std::nullopt);
}

TEST_P(overview, AStrangerIsNotFoundAndHasNoHistory) {
  EXPECT_EQ(get(store().find(key_of("X"))).has_value(), false);
  EXPECT_TRUE(get(store().history(key_of("X"))).empty());
}

}  // namespace
}  // namespace daypass::contract

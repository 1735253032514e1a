// Random calls, made to each store and to the fake: every answer must be the same.
#include "contract/state/state_fixture.hpp"
#include "support/fakes/memory_state.hpp"

#include <random>

namespace daypass::contract {
namespace {

class agreement : public state_contract {
 protected:
  std::uint64_t below(std::uint64_t end) { return bits_() % end; }
  bool once_in(std::uint64_t times) { return below(times) == 0; }
  std::string some_id() { return std::string(1, static_cast<char>('A' + below(8))); }
  instant some_time() { return at(static_cast<int>(below(60))); }

  schedule some_schedule() {
    schedule due;
    if (!once_in(4)) due.due_at = some_time();
    due.urgent = once_in(4);
    due.next_lane = static_cast<lane>(below(lane_count));
    if (!once_in(3)) due.activation_at = some_time();
    return due;
  }

  void record_some() {
    std::vector<intake_item> items;
    for (std::uint64_t left = 1 + below(4); left > 0; --left) {
      hire_event event = event_of(some_id(), static_cast<std::int64_t>(1 + below(6)),
                                  once_in(5) ? event_kind::rescinded : event_kind::announced);
      if (once_in(8)) event.digest[0] = 99;
      if (once_in(12)) event.key.hire_id.clear();
      items.push_back(item_of(event, ++offset_));
    }
    const auto real = record(items);
    const auto model = get(model_.record_batch(batch_of(items), simple_fold));
    EXPECT_EQ(real.results, model.results);
    EXPECT_EQ(real.touched, model.touched);
    EXPECT_EQ(real.urgent, model.urgent);
  }

  void lease_some() {
    lease_request request{.now = some_time(), .max = 1 + below(4), .urgent_only = once_in(4)};
    if (once_in(3)) request.only_lane = static_cast<lane>(below(lane_count));
    const auto real = get(store().lease_due(request));
    const auto model = get(model_.lease_due(request));
    ASSERT_EQ(real.size(), model.size());
    for (std::size_t index = 0; index < real.size(); ++index) {
      EXPECT_EQ(real[index].held.key, model[index].held.key);
      same(real[index].record, model[index].record);
      held_.emplace_back(real[index].held, model[index].held);
    }
  }

  void update_some() {
    if (held_.empty()) return;
    const auto& [real_lease, model_lease] = held_[below(held_.size())];
    recording next{.is = {}, .due = some_schedule(), .history = {}};
    next.is.stands = {static_cast<standing>(below(5)), static_cast<reason>(below(4)), some_time(),
                      below(9), below(9)};
    next.is.ended = static_cast<ending>(below(3));
    next.is.account.reserved.edit().user_principal_name = once_in(2) ? "" : some_id() + "@x";
    next.history.push_back({some_time(), "step look_account", once_in(2) ? "done" : "failed"});
    const transition change = [&](const onboarding& /*fresh*/) { return next; };
    const auto real = run(store().update(real_lease, change));
    const auto model = run(model_.update(model_lease, change));
    ASSERT_EQ(real.has_value(), model.has_value());
    if (real) {
      same(*real, *model);
    } else {
      EXPECT_EQ(real.error().code, model.error().code);
      EXPECT_EQ(real.error().kind, model.error().kind);
    }
  }

  void release_one() {
    if (held_.empty()) return;
    const auto which = held_.begin() + static_cast<std::ptrdiff_t>(below(held_.size()));
    store().release(which->first);
    model_.release(which->second);
    if (!once_in(4)) held_.erase(which);
  }

  void order_one() {
    const hire_key key = key_of(some_id());
    const order given{.kind = static_cast<order_kind>(below(6)), .who = "w", .at = some_time()};
    const auto real = run(store().add_order(key, given));
    const auto model = run(model_.add_order(key, given));
    ASSERT_EQ(real.has_value(), model.has_value());
    if (real) {
      EXPECT_EQ(*real, *model);
    }
  }

  void wake_some() {
    const instant now = some_time();
    const auto why = static_cast<reason>(below(4));
    EXPECT_EQ(get(store().wake(why, now)), get(model_.wake(why, now)));
    if (!once_in(4)) return;
    const std::string basis = once_in(2) ? "one" : "other";
    EXPECT_EQ(get(store().wake_all(basis, now)), get(model_.wake_all(basis, now)));
  }

  void purge_some() {
    const purge_request request{.now = some_time(), .before = some_time(), .max = 1 + below(9)};
    const auto real = get(store().purge(request));
    const auto model = get(model_.purge(request));
    EXPECT_EQ(real.hires, model.hires);
    EXPECT_EQ(real.event_ids, model.event_ids);
    EXPECT_EQ(real.quarantined, model.quarantined);
    EXPECT_EQ(real.done, model.done);
  }

  void look() {
    const instant known = some_time();
    EXPECT_EQ(get(store().next_due(known)), get(model_.next_due(known)));
    const hire_key key = key_of(some_id());
    EXPECT_EQ(get(store().history(key)), get(model_.history(key)));
    const list_filter filter{.late = once_in(2), .now = some_time()};
    const auto real = get(store().list(filter));
    const auto model = get(model_.list(filter));
    ASSERT_EQ(real.size(), model.size());
    for (std::size_t index = 0; index < real.size(); ++index) {
      EXPECT_EQ(real[index].key, model[index].key);
      EXPECT_EQ(real[index].due_at, model[index].due_at);
      EXPECT_EQ(real[index].activation_at, model[index].activation_at);
    }
    const instant now = some_time();
    EXPECT_EQ(get(store().totals(now)).due, get(model_.totals(now)).due);
    EXPECT_EQ(get(store().quarantine(99)).size(), get(model_.quarantine(99)).size());
  }

  void restart() {
    reopen();
    model_.forget_leases();
    held_.clear();  // Those who held them ended with the process.
  }

 private:
  static void same(const onboarding& real, const onboarding& model) {
    EXPECT_EQ(real.key, model.key);
    EXPECT_EQ(real.wants, model.wants);
    EXPECT_EQ(real.ordered, model.ordered);
    EXPECT_EQ(real.is, model.is);
  }

  std::mt19937_64 bits_{20'260'105};
  fakes::memory_state model_;
  std::vector<std::pair<lease, lease>> held_;
  std::int64_t offset_ = 0;
};

INSTANTIATE_TEST_SUITE_P(States, agreement, ::testing::ValuesIn(all_states()),
                         [](const auto& info) { return info.param.name; });

TEST_P(agreement, EveryStoreAnswersAsTheFakeDoes) {
  for (int turn = 0; turn < 600 && !HasFailure(); ++turn) {
    switch (below(10)) {
      case 0:
      case 1:
        record_some();
        break;
      case 2:
      case 3:
        lease_some();
        break;
      case 4:
      case 5:
        update_some();
        break;
      case 6:
        release_one();
        break;
      case 7:
        order_one();
        break;
      case 8:
        purge_some();
        break;
      default:
        wake_some();
    }
    look();
    if (once_in(100)) restart();
    ASSERT_FALSE(HasFailure()) << "turn " << turn;
  }
}

}  // namespace
}  // namespace daypass::contract

// Promise 6: nothing disappears quietly.
#include "simulation/planted/planting.hpp"
#include "simulation/planted/rewriting_state.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace daypass::simulation {
namespace {

class outbox_never_looks final : public passing_state {
 public:
  using passing_state::passing_state;
  asio::awaitable<result<std::vector<quarantined_event>>> undelivered(
      std::uint64_t /*after*/, std::size_t /*max*/) override {
    co_return std::vector<quarantined_event>{};
  }
};

/// Goes on behind the last that was tried, as if trying were delivering.
class outbox_moves_on final : public passing_state {
 public:
  struct memory_type {
    std::uint64_t tried = 0;
  };
  outbox_moves_on(state_store& below, memory_type& of) : passing_state(below), of_(of) {}

  asio::awaitable<result<std::vector<quarantined_event>>> undelivered(std::uint64_t after,
                                                                      std::size_t max) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto waiting = co_await below_.undelivered(std::max(after, of_.tried), max);
    if (waiting) {
      for (const quarantined_event& one : *waiting) of_.tried = std::max(of_.tried, one.number);
    }
    co_return waiting;
  }

 private:
  memory_type& of_;
};

class parked_unseen final : public rewriting_state {
 public:
  using rewriting_state::rewriting_state;

 private:
  void rewrite(const onboarding& /*fresh*/, recording& taken) override {
    standing_state& stands = taken.is.stands;
    if (stands.where != standing::parked) return;
    stands.where = standing::waiting;
    stands.why = reason::none;
  }
};

class given_up_quietly final : public rewriting_state {
 public:
  using rewriting_state::rewriting_state;

 private:
  void rewrite(const onboarding& /*fresh*/, recording& taken) override {
    constexpr std::uint32_t tries_max = 3;
    const bool tired = std::ranges::any_of(
        *taken.is.retries, [](const retry_state& one) { return one.failures >= tries_max; });
    if (!tired) return;
    taken.due.due_at = never;
    taken.is.stands.where = standing::waiting;
    taken.is.stands.why = reason::none;
  }
};

class born_delivered final : public passing_state {
 public:
  using passing_state::passing_state;
  asio::awaitable<result<intake_receipt>> record_batch(intake_batch items,
                                                       fold_function fold) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto receipt = co_await below_.record_batch(std::move(items), std::move(fold));
    if (!receipt ||
        std::ranges::find(receipt->results, intake_result::quarantined) == receipt->results.end()) {
      co_return receipt;
    }
    auto waiting = co_await below_.undelivered(0, 100);
    if (!waiting) co_return receipt;
    std::vector<std::uint64_t> numbers;
    for (const quarantined_event& one : *waiting) numbers.push_back(one.number);
    static_cast<void>(co_await below_.mark_delivered(std::move(numbers)));
    co_return receipt;
  }
};

}  // namespace

plantings bugs_of_rest() {
  return {
      {"outbox_never_looks", "promise 6", 1, "nobody looks for letters that wait",
       make_bug<in_front<outbox_never_looks>>},
      {"outbox_moves_on", "promise 6", 22, "a letter that was tried counts as delivered",
       make_bug<in_front<outbox_moves_on>>},
      {"parked_unseen", "promise 6", 54, "a parked hire is listed as waiting",
       make_bug<in_front<parked_unseen>>},
      {"given_up_quietly", "liveness", 6, "after three failures a hire waits for ever",
       make_bug<in_front<given_up_quietly>>},
      {"born_delivered", "promise 6", 1, "a letter is marked as delivered before it is sent",
       make_bug<in_front<born_delivered>>},
  };
}

}  // namespace daypass::simulation

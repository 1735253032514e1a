// Promise 3: rescinded means locked out.
#include "simulation/planted/planting.hpp"
#include "simulation/planted/rewriting_state.hpp"

#include <boost/asio/this_coro.hpp>

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace daypass::simulation {
namespace {

asio::awaitable<result<void>> pretended() {
  co_return result<void>{};
}

class rescission_does_not_wake final : public passing_state {
 public:
  using passing_state::passing_state;
  asio::awaitable<result<intake_receipt>> record_batch(intake_batch items,
                                                       fold_function fold) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto asleep = [fold = std::move(fold)](const onboarding* before, const hire_event& event) {
      folded told = fold(before, event);
      if (event.kind == event_kind::rescinded) told.due = {.due_at = never};
      return told;
    };
    co_return co_await below_.record_batch(std::move(items), std::move(asleep));
  }
};

/// A visit sees the words that were there when the record was read or written last.
class words_from_cache final : public passing_state {
 public:
  using passing_state::passing_state;
  asio::awaitable<result<onboarding>> update(lease held, transition change) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    const hire_key key = held.key;
    const auto known = words_.find(key);
    auto stale = [words = known == words_.end() ? std::nullopt : std::optional(known->second),
                  change = std::move(change)](const onboarding& fresh) {
      onboarding as_cached = fresh;
      if (words) as_cached.wants = *words;
      return change(as_cached);
    };
    auto written = co_await below_.update(std::move(held), std::move(stale));
    if (written) words_[key] = written->wants;
    co_return written;
  }

 private:
  std::map<hire_key, wanted> words_;
};

class last_to_arrive_wins final : public passing_state {
 public:
  struct memory_type {
    std::int64_t arrived = 0;
  };
  last_to_arrive_wins(state_store& below, memory_type& of) : passing_state(below), of_(of) {}

  asio::awaitable<result<intake_receipt>> record_batch(intake_batch items,
                                                       fold_function fold) override {
    std::vector<intake_item> as_arrived = *items;
    constexpr std::int64_t beyond_any = 4'000'000'000'000'000;
    for (intake_item& one : as_arrived) {
      if (one.event) one.event->order = beyond_any + ++of_.arrived;
    }
    return below_.record_batch(batch_of(std::move(as_arrived)), std::move(fold));
  }

 private:
  memory_type& of_;
};

class disable_hoped_for final : public passing_directory {
 public:
  using passing_directory::passing_directory;
  asio::awaitable<result<void>> set_enabled(user_id user, bool enabled,
                                            call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto said = co_await below_.set_enabled(std::move(user), enabled, options);
    if (!said && !enabled) co_return result<void>{};
    co_return said;
  }
};

/// The id of a user's first pass is remembered, and the one that is deleted ever after.
class first_pass_deleted final : public passing_directory {
 public:
  using memory_type = std::map<std::string, pass_id>;
  first_pass_deleted(directory& below, memory_type& first)
      : passing_directory(below), first_(first) {}

  asio::awaitable<result<void>> delete_pass(user_id user, pass_id pass,
                                            call_options options) override {
    const pass_id stale = first_.try_emplace(user.text(), pass).first->second;
    return below_.delete_pass(std::move(user), stale, options);
  }

 private:
  memory_type& first_;
};

class revoke_is_hold final : public rewriting_state {
 public:
  using rewriting_state::rewriting_state;

 private:
  void see(onboarding& fresh) override {
    for (order& one : fresh.ordered) {
      if (one.kind == order_kind::revoke) one.kind = order_kind::hold;
    }
  }
};

class sessions_not_revoked final : public passing_directory {
 public:
  using passing_directory::passing_directory;
  asio::awaitable<result<void>> revoke_sessions(user_id /*user*/,
                                                call_options /*options*/) override {
    return pretended();
  }
};

class withdraw_not_carried_out final : public passing_secrets {
 public:
  using passing_secrets::passing_secrets;
  asio::awaitable<result<void>> withdraw(secret_name /*name*/, call_options /*options*/) override {
    return pretended();
  }
};

}  // namespace

plantings bugs_of_lockout() {
  return {
      {"rescission_does_not_wake", "promise 3", 8, "a rescission is recorded and wakes nobody",
       make_bug<in_front<rescission_does_not_wake>>},
      {"words_from_cache", "promise 3", 8,
       "a visit sees the words of the one before: a late answer goes on for who was rescinded",
       make_bug<in_front<words_from_cache>>},
      {"last_to_arrive_wins", "promise 3", 37,
       "events are folded as they arrive, whatever their order",
       make_bug<in_front<last_to_arrive_wins>>},
      {"disable_hoped_for", "promise 3", 6, "a disable that failed counts as done",
       make_bug<in_front<disable_hoped_for>>},
      {"first_pass_deleted", "promise 3", 41, "the pass that is deleted is the one known first",
       make_bug<in_front<first_pass_deleted>>},
      {"revoke_is_hold", "promise 3", 8, "an operator's revoke only holds",
       make_bug<in_front<revoke_is_hold>>},
      {"sessions_not_revoked", "promise 3", 30,
       "who is disabled is out, it seems: sessions are left to end by themselves",
       make_bug<in_front<sessions_not_revoked>>},
      {"withdraw_not_carried_out", "promise 3", 3, "a lock-out leaves the secret where it is",
       make_bug<in_front<withdraw_not_carried_out>>},
  };
}

}  // namespace daypass::simulation

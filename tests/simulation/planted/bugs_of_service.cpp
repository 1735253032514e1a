// Liveness: once mishaps end, every hire is served.
#include "simulation/planted/planting.hpp"
#include "simulation/planted/rewriting_state.hpp"
#include "simulation/world.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace daypass::simulation {
namespace {

/// The exponent is applied to what was doubled already, and nothing caps it.
class backoff_without_cap final : public rewriting_state {
 public:
  using rewriting_state::rewriting_state;

 private:
  void rewrite(const onboarding& fresh, recording& taken) override {
    constexpr std::uint32_t failures_max = 12;
    retry_states& after = taken.is.retries.edit();
    for (std::size_t kind = 0; kind < step_kind_count; ++kind) {
      retry_state& one = after[kind];
      if (one.failures <= (*fresh.is.retries)[kind].failures) continue;
      const duration delay =
          seconds{2} * (std::int64_t{1} << (3 * std::min(one.failures, failures_max)));
      one.not_before += delay;
      taken.due.due_at = std::max(taken.due.due_at, one.not_before);
    }
  }
};

class wake_up_in_wrong_unit final : public passing_state {
 public:
  using passing_state::passing_state;
  asio::awaitable<result<std::optional<instant>>> next_due(instant after) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    constexpr int seconds_in_minute = 60;
    auto due = co_await below_.next_due(after);
    if (due && *due)
      *due = after + std::min<duration>((**due - after) * seconds_in_minute, days{30});
    co_return due;
  }
};

class lease_kept final : public passing_state {
 public:
  using passing_state::passing_state;
  void release(lease /*held*/) override {}
};

class touched_not_told final : public passing_state {
 public:
  using passing_state::passing_state;
  asio::awaitable<result<intake_receipt>> record_batch(intake_batch items,
                                                       fold_function fold) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto receipt = co_await below_.record_batch(std::move(items), std::move(fold));
    if (receipt) {
      receipt->touched.clear();
      receipt->urgent.clear();
    }
    co_return receipt;
  }
};

class hold_never_ends final : public rewriting_state {
 public:
  using rewriting_state::rewriting_state;
  asio::awaitable<result<std::uint64_t>> wake(reason /*why*/, instant /*now*/) override {
    co_return 0;
  }

 private:
  void rewrite(const onboarding& /*fresh*/, recording& taken) override {
    if (taken.is.stands.where == standing::held) taken.due.due_at = never;
  }
};

class throttled_is_refused final : public passing_directory {
 public:
  using passing_directory::passing_directory;
  asio::awaitable<result<issued_pass>> issue_pass(user_id user, pass_plan plan,
                                                  call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto issued = co_await below_.issue_pass(std::move(user), std::move(plan), options);
    if (!issued) issued = refused(std::move(issued.error()));
    co_return issued;
  }
  asio::awaitable<result<void>> set_enabled(user_id user, bool enabled,
                                            call_options options) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto done = co_await below_.set_enabled(std::move(user), enabled, options);
    if (!done) done = refused(std::move(done.error()));
    co_return done;
  }

 private:
  static std::unexpected<error> refused(error why) {
    if (why.kind == failure::throttled) {
      why.kind = failure::permanent;
      why.code = refusal::rejected;
      why.scope = failure_scope::hire;
    }
    return std::unexpected(std::move(why));
  }
};

/// When our create was answered is kept in local time.
class created_long_ago final : public rewriting_state {
 public:
  using rewriting_state::rewriting_state;

 private:
  void rewrite(const onboarding& fresh, recording& taken) override {
    constexpr auto zone = hours{2};
    if (!fresh.is.account.created_at && taken.is.account.created_at) {
      *taken.is.account.created_at -= zone;
    }
  }
};

/// The assignment that a rebalance brings is not taken up.
class deaf_after_rebalance final : public passing_feed {
 public:
  deaf_after_rebalance(event_feed& below, world& of)
      : passing_feed(below), of_(of), began_(of.topic.generation()) {}

  asio::awaitable<result<std::vector<raw_event>>> next(std::size_t max) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    while (true) {
      auto batch = co_await below_.next(max);
      if (!batch || of_.topic.generation() == began_) co_return batch;
    }
  }

 private:
  world& of_;
  std::uint64_t began_;
};

/// Who answers 429 or 503 says in vain how long to wait.
class retry_after_ignored final : public net::https_client {
 public:
  explicit retry_after_ignored(net::https_client& below) : below_(below) {}

  asio::awaitable<result<net::http_response>> send(net::http_request request) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto answer = co_await below_.send(std::move(request));
    if (!answer || !answer->headers.find("Retry-After")) co_return answer;
    net::http_headers kept;
    for (std::size_t index = 0; index < answer->headers.size(); ++index) {
      const net::http_field one = answer->headers.at(index);
      if (!net::equal_ignoring_case(one.name, "Retry-After")) kept.add(one.name, one.value);
    }
    answer->headers = std::move(kept);
    co_return answer;
  }
  void stop() override { below_.stop(); }

 private:
  net::https_client& below_;
};

}  // namespace

plantings bugs_of_service() {
  return {
      {"backoff_without_cap", "liveness", 253,
       "the backoff doubles what was doubled, without a cap",
       make_bug<in_front<backoff_without_cap>>},
      {"wake_up_in_wrong_unit", "liveness", 4,
       "seconds until the next due time are taken for minutes",
       make_bug<in_front<wake_up_in_wrong_unit>>},
      {"lease_kept", "liveness", 4, "a lease is not given back", make_bug<in_front<lease_kept>>},
      {"touched_not_told", "promise 3", 19, "what intake changed is not told to who waits",
       make_bug<in_front<touched_not_told>>},
      {"hold_never_ends", "liveness", 14, "a hold is not looked at again",
       make_bug<in_front<hold_never_ends>>},
      {"throttled_is_refused", "liveness", 30, "429 counts as a refusal for good",
       make_bug<in_front<throttled_is_refused>>},
      {"created_long_ago", "liveness", 9,
       "the hour of a create is kept in local time: a 404 soon after means that it is deleted",
       make_bug<in_front<created_long_ago>>},
      {"deaf_after_rebalance", "promise 1", 1, "records after a rebalance are thrown away",
       make_bug<in_front<deaf_after_rebalance>>},
      {"retry_after_ignored", "liveness", 3, "Retry-After is not read",
       make_bug<in_front<retry_after_ignored>>},
  };
}

}  // namespace daypass::simulation

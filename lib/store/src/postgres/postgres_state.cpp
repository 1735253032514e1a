#include "lists.hpp"
#include "postgres_core.hpp"
#include "purging.hpp"
#include "quarantine_rows.hpp"
#include "state_calls.hpp"
#include "waking.hpp"

#include "daypass/ports/wake_event.hpp"
#include "daypass/store/postgres_store.hpp"

#include <algorithm>
#include <utility>

namespace daypass::store::postgres {
namespace {

namespace asio = boost::asio;

/// An update with its answer.
template <typename Handler>
class typed_update final : public update_job {
 public:
  typed_update(lease held, transition change, Handler handler,
               const asio::any_io_executor& executor)
      : update_job(std::move(held), std::move(change)), answer_(std::move(handler), executor) {}

  void give(result<onboarding> said) override { answer_.give(std::move(said)); }

 private:
  delivery<onboarding, Handler> answer_;
};

/// A statement that is its own transaction and has nothing to answer.
asio::awaitable<outcome<void>> write_once(session* on, question what) {
  co_await asio::this_coro::throw_if_cancelled(false);
  questions asked;
  asked.push_back(std::move(what));
  const auto given = co_await on->run(std::move(asked));
  if (!given) co_return std::unexpected(given.error());
  co_return outcome<void>{};
}

bool has_rescission(const std::vector<intake_item>& items) {
  return std::ranges::any_of(items, [](const intake_item& item) {
    return item.event && item.event->kind == event_kind::rescinded;
  });
}

class shared_state final : public postgres_state {
  template <typename T>
  using answer = asio::awaitable<result<T>>;

 public:
  explicit shared_state(std::shared_ptr<postgres_core> core) : core_(std::move(core)) {}
  shared_state(const shared_state&) = delete;
  shared_state& operator=(const shared_state&) = delete;
  ~shared_state() override { core_->abandon(); }

  asio::awaitable<void> stop() override { return core_->stop(); }

  // --- the feed

  answer<intake_receipt> record_batch(intake_batch items, fold_function fold) override {
    const bool urgent = has_rescission(*items);
    auto kept = std::make_shared<fold_function>(std::move(fold));
    return ask<intake_receipt>(
        &core_->feed, urgent,
        [core = core_.get(), items, kept](session* on) { return core->record(on, items, kept); });
  }
  answer<std::vector<position>> positions() override {
    return ask<std::vector<position>>(&core_->look, false, read_positions);
  }

  // --- the engine's work

  answer<std::vector<leased_onboarding>> lease_due(lease_request request) override {
    return ask<std::vector<leased_onboarding>>(
        &core_->work, request.urgent_only,
        [core = core_.get(), request](session* on) { return core->lease_due(on, request); });
  }
  answer<std::optional<instant>> next_due(instant after) override {
    return ask<std::optional<instant>>(&core_->work, false,
                                       [after](session* on) { return read_next_due(on, after); });
  }
  answer<onboarding> update(lease held, transition change) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto known = core_->leases.find(held);
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>,
                                            void(result<onboarding>)>(
        [core = core_.get(), urgent = known && known->urgent](auto handler, lease of,
                                                              transition with) {
          using one = typed_update<decltype(handler)>;
          core->work.push(std::make_unique<one>(std::move(of), std::move(with), std::move(handler),
                                                core->executor),
                          urgent);
        },
        asio::use_awaitable, std::move(held), std::move(change));
  }
  void release(lease held) override {
    core_->leases.release(held);
    core_->work.wake();
  }
  answer<std::uint64_t> add_order(hire_key key, order given) override {
    const bool urgent = given.kind == order_kind::revoke;
    return ask<std::uint64_t>(
        &core_->work, urgent,
        [core = core_.get(), key = std::move(key), given = std::move(given)](session* on) {
          return on->transact<std::uint64_t>([core, key, given](transaction* in) {
            return write_order(in, key, given, core->keeper.self(), &core->memory.kept);
          });
        });
  }
  answer<purge_receipt> purge(purge_request request) override {
    return ask<purge_receipt>(&core_->work, false, [core = core_.get(), request](session* on) {
      return on->transact<purge_receipt>([core, request](transaction* in) {
        return purge_rested(in, request, core->memory.tombstone_key);
      });
    });
  }

  // --- waking

  answer<std::uint64_t> wake(reason why, instant now) override { return wake_portions(why, now); }

  answer<std::uint64_t> wake_all(std::string basis, instant now) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto same = co_await ask<bool>(
        &core_->work, false, [basis, now](session* on) { return rests_on(on, basis, now); });
    if (!same) co_return std::unexpected(same.error());
    if (*same) co_return 0;
    const auto begun = co_await ask<void>(
        &core_->work, false, [basis, now](session* on) { return begin_basis(on, basis, now); });
    if (!begun) co_return std::unexpected(begun.error());
    core_->memory.kept = {};
    const auto woken = co_await wake_portions(std::nullopt, now);
    if (!woken) co_return woken;
    const auto ended = co_await ask<void>(&core_->work, false,
                                          [basis](session* on) { return end_basis(on, basis); });
    if (!ended) co_return std::unexpected(ended.error());
    co_return woken;
  }

  // --- looking

  answer<std::vector<listed_onboarding>> list(list_filter filter) override {
    return ask<std::vector<listed_onboarding>>(
        &core_->look, false, [filter](session* on) { return read_list(on, filter); });
  }
  answer<std::optional<onboarding>> find(hire_key key) override {
    return ask<std::optional<onboarding>>(&core_->look, false,
                                          [key](session* on) { return read_hire(on, key); });
  }
  answer<std::vector<history_entry>> history(hire_key key) override {
    return ask<std::vector<history_entry>>(&core_->look, false,
                                           [key](session* on) { return read_story(on, key); });
  }
  answer<state_totals> totals(instant now) override {
    return ask<state_totals>(&core_->look, false,
                             [now](session* on) { return read_totals(on, now); });
  }
  answer<std::vector<quarantined_event>> quarantine(std::size_t max) override {
    return ask<std::vector<quarantined_event>>(
        &core_->look, false, [max](session* on) { return read_quarantine(on, max); });
  }
  answer<std::vector<quarantined_event>> undelivered(std::uint64_t after,
                                                     std::size_t max) override {
    return ask<std::vector<quarantined_event>>(&core_->look, false, [after, max](session* on) {
      return read_undelivered(on, after, max);
    });
  }
  answer<void> mark_delivered(std::vector<std::uint64_t> numbers) override {
    return ask<void>(&core_->look, false, [numbers](session* on) {
      return write_once(on, postgres::mark_delivered(numbers));
    });
  }

  // --- members

  [[nodiscard]] std::chrono::steady_clock::time_point leases_hold_until() const override {
    return core_->keeper.leases_hold_until();
  }
  [[nodiscard]] std::size_t members() const override { return core_->keeper.members(); }
  asio::awaitable<std::vector<hire_key>> changed_elsewhere() override {
    return core_->keeper.changed_elsewhere();
  }
  void stop_telling() override { core_->keeper.stop_telling(); }

 private:
  template <typename T, typename Body>
  answer<T> ask(desk* at, bool urgent, Body body) {
    return call<T>(core_->executor, at, urgent, std::move(body));
  }

  // In portions, each durable by itself, between which other calls get their turn.
  answer<std::uint64_t> wake_portions(std::optional<reason> why, instant now) {
    co_await asio::this_coro::throw_if_cancelled(false);
    wake_progress reached;
    std::uint64_t woken = 0;
    while (!reached.done) {
      const auto portion = co_await ask<wake_progress>(
          &core_->work, false, [why, now, after = reached.after](session* on) {
            return wake_some(on, why, now, after);
          });
      if (!portion) co_return std::unexpected(portion.error());
      reached = *portion;
      woken += portion->woken;
      if (!reached.done && co_await is_cancelled()) {
        co_return fail(failure::cancelled, make_error_code(std::errc::operation_canceled),
                       "state: gave up waking");
      }
    }
    co_return woken;
  }

  std::shared_ptr<postgres_core> core_;
};

}  // namespace
}  // namespace daypass::store::postgres

namespace daypass::store {

boost::asio::awaitable<result<std::unique_ptr<postgres_state>>> make_postgres_state(
    boost::asio::any_io_executor executor, postgres_settings settings) {
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  auto kept = std::make_shared<const postgres_settings>(std::move(settings));
  auto core = std::make_shared<postgres::postgres_core>(std::move(executor), std::move(kept));
  if (const auto begun = co_await core->begin(); !begun) {
    core->abandon();
    co_return std::unexpected(begun.error().why);
  }
  co_return std::make_unique<postgres::shared_state>(std::move(core));
}

}  // namespace daypass::store

#pragma once
// The port's calls as functions of sqlite_state, shared by the adapter with a thread and the one
// without. `Runner` gives `run<T>(haste, body)`: an awaitable of body's answer, durable.

#include "sqlite_state.hpp"

#include "daypass/ports/wake_event.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace daypass::store {

/// Whether a call goes before others that wait.
enum class haste : std::uint8_t { normal, urgent };

/// A rescission in it makes a batch urgent.
[[nodiscard]] inline haste haste_of(const std::vector<intake_item>& items) {
  for (const intake_item& item : items) {
    if (item.event && item.event->kind == event_kind::rescinded) return haste::urgent;
  }
  return haste::normal;
}

template <typename Runner>
class port_calls : public state_store {
  template <typename T>
  using answer = boost::asio::awaitable<result<T>>;

 public:
  answer<intake_receipt> record_batch(intake_batch items, fold_function fold) override {
    const haste when = haste_of(*items);
    return run<intake_receipt>(
        when, [items = std::move(items), fold = std::move(fold)](sqlite_state& state) {
          return state.record_batch(*items, fold);
        });
  }

  answer<std::vector<position>> positions() override {
    return run<std::vector<position>>(haste::normal,
                                      [](sqlite_state& state) { return state.positions(); });
  }

  answer<std::vector<leased_onboarding>> lease_due(lease_request request) override {
    const haste when = request.urgent_only ? haste::urgent : haste::normal;
    return run<std::vector<leased_onboarding>>(
        when, [request](sqlite_state& state) { return state.lease_due(request); });
  }

  answer<std::optional<instant>> next_due(instant after) override {
    return run<std::optional<instant>>(
        haste::normal, [after](sqlite_state& state) { return state.next_due(after); });
  }

  answer<onboarding> update(lease held, transition change) override {
    const haste when = is_urgent(held) ? haste::urgent : haste::normal;
    return run<onboarding>(when, [held = std::move(held), change = std::move(change)](
                                     sqlite_state& state) { return state.update(held, change); });
  }

  answer<std::uint64_t> add_order(hire_key key, order given) override {
    const haste when = given.kind == order_kind::revoke ? haste::urgent : haste::normal;
    return run<std::uint64_t>(
        when, [key = std::move(key), given = std::move(given)](sqlite_state& state) {
          return state.add_order(key, given);
        });
  }

  answer<std::uint64_t> wake(reason why, instant now) override { return wake_some(why, now); }
  answer<std::uint64_t> wake_all(std::string basis, instant now) override {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    const auto same = co_await run<bool>(
        haste::normal, [basis, now](sqlite_state& state) { return state.rests_on(basis, now); });
    if (!same) co_return std::unexpected(same.error());
    if (*same) co_return 0;
    const auto begun = co_await run<void>(
        haste::normal, [basis, now](sqlite_state& state) { return state.begin_basis(basis, now); });
    if (!begun) co_return std::unexpected(begun.error());
    const auto woken = co_await wake_some(std::nullopt, now);
    if (!woken) co_return woken;
    const auto ended = co_await run<void>(
        haste::normal, [basis](sqlite_state& state) { return state.end_basis(basis); });
    if (!ended) co_return std::unexpected(ended.error());
    co_return woken;
  }

  answer<std::vector<listed_onboarding>> list(list_filter filter) override {
    return run<std::vector<listed_onboarding>>(
        haste::normal,
        [filter = std::move(filter)](sqlite_state& state) { return state.list(filter); });
  }

  answer<std::optional<onboarding>> find(hire_key key) override {
    return run<std::optional<onboarding>>(
        haste::normal, [key = std::move(key)](sqlite_state& state) { return state.find(key); });
  }

  answer<std::vector<history_entry>> history(hire_key key) override {
    return run<std::vector<history_entry>>(
        haste::normal, [key = std::move(key)](sqlite_state& state) { return state.history(key); });
  }

  answer<state_totals> totals(instant now) override {
    return run<state_totals>(haste::normal,
                             [now](sqlite_state& state) { return state.totals(now); });
  }

  answer<std::vector<quarantined_event>> quarantine(std::size_t max) override {
    return run<std::vector<quarantined_event>>(
        haste::normal, [max](sqlite_state& state) { return state.quarantine(max); });
  }

  answer<std::vector<quarantined_event>> undelivered(std::uint64_t after,
                                                     std::size_t max) override {
    return run<std::vector<quarantined_event>>(
        haste::normal, [after, max](sqlite_state& state) { return state.undelivered(after, max); });
  }

  answer<void> mark_delivered(std::vector<std::uint64_t> numbers) override {
    return run<void>(haste::normal, [numbers = std::move(numbers)](sqlite_state& state) {
      return state.mark_delivered(numbers);
    });
  }

  answer<purge_receipt> purge(purge_request request) override {
    return run<purge_receipt>(haste::normal,
                              [request](sqlite_state& state) { return state.purge(request); });
  }

 private:
  friend Runner;
  port_calls() = default;

  template <typename T, typename Body>
  answer<T> run(haste when, Body body) {
    return static_cast<Runner*>(this)->template run_call<T>(when, std::move(body));
  }

  // In portions, each durable by itself, between which other calls get their turn.
  answer<std::uint64_t> wake_some(std::optional<reason> why, instant now) {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    using progress = sqlite_state::wake_progress;
    std::uint64_t woken = 0;
    std::int64_t after = 0;
    for (;;) {
      const auto portion = co_await run<progress>(
          haste::normal,
          [why, now, after](sqlite_state& state) { return state.wake(why, now, after); });
      if (!portion) co_return std::unexpected(portion.error());
      woken += portion->woken;
      after = portion->after;
      if (portion->done) co_return woken;
      if (co_await is_cancelled()) {
        co_return fail(failure::cancelled, make_error_code(std::errc::operation_canceled),
                       "state: gave up waking");
      }
    }
  }
};

}  // namespace daypass::store

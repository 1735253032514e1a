#include "due_loop.hpp"

#include "worker.hpp"

#include <boost/asio/this_coro.hpp>

namespace daypass::engine {
namespace {

namespace asio = boost::asio;

constexpr auto trouble_wait = seconds{1};

/// Leases up to `max` and starts their workers. How many there were; nothing on trouble.
asio::awaitable<std::optional<std::size_t>> give_out(workshop* shop, lease_request request,
                                                     std::optional<lane> slot) {
  auto leased = co_await shop->with.state.lease_due(request);
  if (!leased) {
    shop->state_trouble = true;
    shop->with.reports.report(happening::store_trouble{leased.error()});
    co_return std::nullopt;
  }
  for (leased_onboarding& one : *leased) {
    shop->children.start(work_on(shop, std::move(one), request.urgent_only, slot));
  }
  co_return leased->size();
}

/// One look at everything that is due now. True when all was given out that may be.
asio::awaitable<bool> lease_all(workshop* shop, instant now) {
  const std::size_t urgent_room =
      shop->with.room.revocations - std::min(shop->locking_out, shop->with.room.revocations);
  bool trouble = false;
  if (urgent_room > 0) {
    const auto given = co_await give_out(
        shop, {.now = now, .max = urgent_room, .urgent_only = true}, std::nullopt);
    trouble = !given.has_value();
  }
  for (std::size_t index = 0; index < lane_count && !trouble; ++index) {
    const auto which = static_cast<lane>(index);
    const std::size_t room = shop->board.free(which, now);
    if (room == 0) continue;
    const auto given =
        co_await give_out(shop, {.now = now, .max = room, .only_lane = which}, which);
    trouble = !given.has_value();
  }
  co_return !trouble;
}

/// What was due at that look and not given out needs no timer: its lane is full or held, and the
/// worker that ends there, or the lane's next probe, makes us look.
asio::awaitable<duration> time_to_next(workshop* shop, instant looked_at) {
  const auto due = co_await shop->with.state.next_due(looked_at);
  const instant now = shop->with.time.now();
  instant next = std::min(now + shop->with.room.look_interval, shop->board.next_probe());
  if (due && *due) next = std::min(next, **due);
  co_return std::max<duration>(next - now, milliseconds{1});
}

void forget_old_codes(workshop* shop) {
  shop->pocket.drop_older_than(shop->with.time.now() - shop->with.room.code_lifetime,
                               [&](const hire_key& key) { return shop->workers.contains(key); });
}

/// What the planner must know of the hour: the clock, and the flood of creations.
void refresh_rules(workshop* shop) {
  const instant now = shop->with.time.now();
  while (!shop->creations.empty() && shop->creations.front() + hours{1} <= now) {
    shop->creations.pop_front();
  }
  const bool held = shop->creations.size() >= shop->with.room.creations_per_hour_max;
  const bool trusted = shop->clock_fits();
  if (held == shop->rules->creations_held && trusted == shop->rules->clock_trusted) return;
  if (trusted != shop->rules->clock_trusted) {
    shop->with.reports.report(
        happening::clock_offset_measured{shop->with.entra.clock_offset(), trusted});
  }
  shop->change_rules([&](planner::policy& rules) {
    rules.creations_held = held;
    rules.clock_trusted = trusted;
  });
}

}  // namespace

asio::awaitable<void> run_due_loop(workshop* shop) {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (!shop->stopping) {
    shop->look_now = false;
    forget_old_codes(shop);
    refresh_rules(shop);
    const instant looked_at = shop->with.time.now();
    const bool fine = co_await lease_all(shop, looked_at);
    if (shop->look_now || shop->stopping) continue;
    const duration wait = fine ? co_await time_to_next(shop, looked_at) : duration(trouble_wait);
    if (shop->look_now || shop->stopping) continue;
    co_await shop->work_to_do.wait_until(&shop->with.time, shop->with.time.steady_now() + wait);
  }
}

}  // namespace daypass::engine

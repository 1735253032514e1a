#include "due_loop.hpp"

#include "worker.hpp"

#include <boost/asio/this_coro.hpp>

#include <utility>

namespace daypass::engine {
namespace {

namespace asio = boost::asio;

constexpr auto trouble_wait = seconds{1};
constexpr auto crowded_wait = milliseconds{100};

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

/// What one look at everything that is due came to.
struct look {
  instant at{};
  bool trouble = false;
  bool crowded = false;  ///< A lane is full, so more may be due.
};

asio::awaitable<look> lease_all(workshop* shop) {
  const instant now = shop->with.time.now();
  look seen{.at = now};
  if (!shop->leases_hold()) {
    seen.trouble = true;
    co_return seen;
  }
  const std::size_t urgent_room =
      shop->with.room.revocations - std::min(shop->locking_out, shop->with.room.revocations);
  if (urgent_room > 0) {
    const auto given = co_await give_out(
        shop, {.now = now, .max = urgent_room, .urgent_only = true}, std::nullopt);
    seen.trouble = !given.has_value();
  }
  for (std::size_t index = 0; index < lane_count && !seen.trouble; ++index) {
    const auto which = static_cast<lane>(index);
    const std::size_t room = shop->board.free(which, now);
    std::size_t given = 0;
    if (room > 0) {
      const auto leased =
          co_await give_out(shop, {.now = now, .max = room, .only_lane = which}, which);
      seen.trouble = !leased.has_value();
      given = leased.value_or(0);
    }
    seen.crowded |= given == room && !shop->board.held(which);
  }
  co_return seen;
}

/// What was due at that look and not given out needs no timer: its lane is held, and its next probe
/// or the end of the one under way makes us look. A probe that was due and not taken is for whoever
/// becomes due. Of a full lane each step gives a slot back: that is looked for now and then.
asio::awaitable<duration> time_to_next(workshop* shop, look seen) {
  const auto due = co_await shop->with.state.next_due(seen.at);
  if (!due) {
    shop->with.reports.report(happening::store_trouble{due.error()});
    co_return trouble_wait;
  }
  const instant now = shop->with.time.now();
  instant next = now + (seen.crowded ? crowded_wait : shop->with.room.look_interval);
  next = std::min(next, shop->board.next_probe(seen.at));
  if (*due) next = std::min(next, **due);
  co_return std::max<duration>(next - now, milliseconds{1});
}

void forget_old_codes(workshop* shop) {
  shop->pocket.drop_older_than(shop->with.time.now() - shop->with.room.code_lifetime,
                               [&](const hire_key& key) { return shop->workers.contains(key); });
}

/// Both of our clocks at one moment.
struct clock_reading {
  instant at{};
  std::chrono::steady_clock::time_point steady_at;
};

clock_reading read_clocks(const clock& time) {
  return {time.now(), time.steady_now()};
}

/// A smaller correction delays nothing by more than a backoff does.
constexpr auto set_back_min = seconds{10};

/// When our clock was set back, all that was to come lies in the future by that much more: every
/// hire is looked at anew.
asio::awaitable<void> follow_clock_back(workshop* shop, clock_reading* last) {
  const clock_reading before = std::exchange(*last, read_clocks(shop->with.time));
  const auto passed = std::chrono::duration_cast<duration>(last->steady_at - before.steady_at);
  const duration back = before.at + passed - last->at;
  if (back < set_back_min) co_return;
  shop->board.follow_clock_back(back);
  for (instant& made_at : shop->creations) made_at -= back;
  co_await wake_surely(shop, [shop](instant now) {
    return shop->with.state.wake_all("the clock was set back", now);
  });
  co_await wake_for_meaning(shop);  // What the next start compares with is kept.
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
    shop->with.reports.report(happening::clock_offset_measured{
        shop->with.entra.clock_offset().value_or(duration{0}), trusted});
  }
  shop->change_rules([&](planner::policy& rules) {
    rules.creations_held = held;
    rules.clock_trusted = trusted;
  });
}

}  // namespace

asio::awaitable<void> run_due_loop(workshop* shop) {
  co_await asio::this_coro::throw_if_cancelled(false);
  clock_reading clocks = read_clocks(shop->with.time);
  while (!shop->stopping) {
    co_await follow_clock_back(shop, &clocks);
    shop->look_now = false;
    forget_old_codes(shop);
    refresh_rules(shop);
    const look seen = co_await lease_all(shop);
    if (shop->look_now || shop->stopping) continue;
    const duration wait = seen.trouble ? trouble_wait : co_await time_to_next(shop, seen);
    if (shop->look_now || shop->stopping) continue;
    co_await shop->work_to_do.wait_until(&shop->with.time, shop->with.time.steady_now() + wait);
  }
}

}  // namespace daypass::engine

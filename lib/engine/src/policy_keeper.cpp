#include "policy_keeper.hpp"

#include <boost/asio/this_coro.hpp>

namespace daypass::engine {
namespace {

namespace asio = boost::asio;

constexpr auto policy_failure_interval = seconds{30};
constexpr auto refusal_interval = seconds{10};  // Refusals come in crowds: one read answers them.

asio::awaitable<void> wake_held(workshop* shop) {
  for (const reason why : {reason::policy_lifetime, reason::policy_one_time,
                           reason::policy_disabled, reason::policy_scope}) {
    const auto wake = [=](instant now) { return shop->with.state.wake(why, now); };
    co_await wake_surely(shop, wake);
  }
}

bool same_bounds(const tenant_pass_policy& left, tenant_pass_policy right) {
  right.read_at = left.read_at;
  return left == right;
}

/// One reading. False: try again soon.
asio::awaitable<bool> read_once(workshop* shop) {
  const call_options options{shop->with.time.steady_now() + shop->with.room.step_timeout, false};
  auto read = co_await shop->with.entra.read_pass_policy(options);
  if (!read) {
    const bool not_permitted = read.error().code == refusal::forbidden;
    shop->with.reports.report(happening::pass_policy_unreadable{read.error()});
    // Without the permission the configured limits and the refusals' words must do.
    if (not_permitted) shop->policy_known = true;
    co_return not_permitted;
  }
  read->read_at = shop->with.time.now();
  const bool changed = !shop->rules->tenant || !same_bounds(*shop->rules->tenant, *read);
  shop->change_rules([&](planner::policy& rules) { rules.tenant = *read; });
  shop->policy_known = true;
  shop->with.reports.report(happening::pass_policy_read{*read, changed});
  if (changed) co_await wake_held(shop);
  co_return true;
}

}  // namespace

asio::awaitable<void> run_policy_keeper(workshop* shop) {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (!shop->stopping) {
    shop->policy_wanted = false;
    const bool fine = co_await read_once(shop);
    if (shop->stopping) co_return;
    const auto read_at = shop->with.time.steady_now();
    const duration interval =
        fine ? shop->with.room.policy_interval : duration(policy_failure_interval);
    while (!shop->stopping && shop->with.time.steady_now() < read_at + interval) {
      const auto due = shop->policy_wanted ? read_at + refusal_interval : read_at + interval;
      if (shop->with.time.steady_now() >= due) break;
      co_await shop->policy_asked.wait_until(&shop->with.time, due);
    }
  }
}

}  // namespace daypass::engine

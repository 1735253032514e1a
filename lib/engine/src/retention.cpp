#include "retention.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace daypass::engine {
namespace {

namespace asio = boost::asio;

constexpr auto portion_pause = seconds{1};
constexpr auto untrusted_interval = minutes{1};

bool may_purge(const workshop& shop) {
  return shop.policy_known && shop.rules->clock_trusted && shop.clock_fits() &&
         shop.locking_out == 0;
}

void sum_up(purge_receipt& sum, const purge_receipt& more) {
  sum.hires += more.hires;
  sum.event_ids += more.event_ids;
  sum.quarantined += more.quarantined;
}

asio::awaitable<void> rest_for(workshop* shop, duration longest) {
  const auto until = shop->with.time.steady_now() + longest;
  while (!shop->stopping && shop->with.time.steady_now() < until) {
    co_await shop->quiet.wait_until(&shop->with.time, until);
  }
}

/// One portion. True: nothing of that age is left. A failure is reported, and tried again later.
asio::awaitable<bool> purge_portion(workshop* shop, purge_receipt* sum) {
  const capacity& room = shop->with.room;
  const instant now = shop->with.time.now();
  // Not before an event could do no harm any more, whatever the retention is set to.
  const duration kept = std::max(room.retention, shop->rules->bounds.authority_to_lock);
  auto gone =
      co_await shop->with.state.purge({.now = now, .before = now - kept, .max = room.purge_batch});
  if (!gone) {
    shop->with.reports.report(happening::store_trouble{gone.error()});
    co_return true;
  }
  sum_up(*sum, *gone);
  co_return gone->done;
}

}  // namespace

asio::awaitable<void> run_retention(workshop* shop) {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (!shop->stopping) {
    purge_receipt sum;
    bool done = false;
    while (!done && !shop->stopping && may_purge(*shop)) {
      done = co_await purge_portion(shop, &sum);
      if (!done) co_await rest_for(shop, portion_pause);
    }
    if (sum.hires + sum.event_ids + sum.quarantined > 0) {
      shop->with.reports.report(happening::records_purged{sum});
    }
    co_await rest_for(shop, done ? shop->with.room.purge_interval : duration(untrusted_interval));
  }
}

}  // namespace daypass::engine

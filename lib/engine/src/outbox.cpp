#include "intake.hpp"

#include <boost/asio/this_coro.hpp>

namespace daypass::engine {
namespace {

namespace asio = boost::asio;

constexpr std::size_t batch_max = 100;
constexpr auto look_interval = seconds{5};
constexpr auto publish_failure_interval = seconds{30};

/// Delivers what waits. False after a failure, which is reported.
asio::awaitable<bool> deliver_waiting(workshop* shop) {
  auto waiting = co_await shop->with.state.undelivered(batch_max);
  if (!waiting) {
    shop->with.reports.report(happening::store_trouble{waiting.error()});
    co_return false;
  }
  std::vector<std::uint64_t> delivered;
  std::optional<error> failed;
  for (quarantined_event& one : *waiting) {
    const std::uint64_t number = one.number;
    auto sent = co_await shop->with.letters->deliver(std::move(one));
    if (!sent) {
      failed = std::move(sent.error());
      break;
    }
    delivered.push_back(number);
  }
  if (!delivered.empty()) {
    shop->with.reports.report(happening::dead_letters_delivered{delivered.size()});
    auto marked = co_await shop->with.state.mark_delivered(std::move(delivered));
    if (!marked) shop->with.reports.report(happening::store_trouble{marked.error()});
  }
  if (failed) shop->with.reports.report(happening::dead_letter_failed{*failed});
  co_return !failed.has_value();
}

}  // namespace

asio::awaitable<void> run_outbox(workshop* shop) {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (shop->with.letters != nullptr && !shop->stopping) {
    const bool fine = co_await deliver_waiting(shop);
    if (shop->stopping) co_return;
    co_await shop->quiet.wait_until(
        &shop->with.time,
        shop->with.time.steady_now() + (fine ? look_interval : publish_failure_interval));
  }
}

}  // namespace daypass::engine

#include "intake.hpp"

#include <boost/asio/this_coro.hpp>

namespace daypass::engine {
namespace {

namespace asio = boost::asio;

constexpr std::size_t batch_max = 100;
constexpr duration publish_failure_interval = seconds{30};

/// Delivers what waits. False after a failure, which is reported.
asio::awaitable<bool> deliver_waiting(workshop* shop) {
  auto waiting = co_await shop->with.state.undelivered(batch_max);
  if (!waiting) {
    shop->with.reports.report(happening::store_trouble{waiting.error()});
    co_return false;
  }
  if (waiting->size() == batch_max) shop->letters_waiting = true;  // There may be more of them.
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
  bool marked_fine = true;
  if (!delivered.empty()) {
    shop->with.reports.report(happening::dead_letters_delivered{delivered.size()});
    auto marked = co_await shop->with.state.mark_delivered(std::move(delivered));
    marked_fine = marked.has_value();
    if (!marked) shop->with.reports.report(happening::store_trouble{marked.error()});
  }
  if (failed) shop->with.reports.report(happening::dead_letter_failed{*failed});
  co_return marked_fine && !failed.has_value();
}

}  // namespace

asio::awaitable<void> run_outbox(workshop* shop) {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (shop->with.letters != nullptr && !shop->stopping) {
    shop->letters_waiting = false;
    const bool fine = co_await deliver_waiting(shop);
    if (shop->stopping) co_return;
    if (fine && shop->letters_waiting) continue;
    // More quarantined records don't hurry a topic that fails.
    wake_event& sooner = fine ? shop->letters_to_send : shop->quiet;
    const duration wait = fine ? shop->with.room.look_interval : publish_failure_interval;
    co_await sooner.wait_until(&shop->with.time, shop->with.time.steady_now() + wait);
  }
}

}  // namespace daypass::engine

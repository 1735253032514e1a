#include "intake.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <optional>

namespace daypass::engine {
namespace {

namespace asio = boost::asio;

constexpr std::size_t batch_max = 100;
constexpr duration publish_failure_interval = seconds{30};
constexpr auto refused_interval = hours{1};  // Then those refused as such are tried again.

struct delivery {
  std::vector<std::uint64_t> delivered;
  std::uint64_t passed = 0;      ///< The number of the last that was delivered or refused.
  std::optional<error> refused;  ///< For good, one of them: it waits, and keeps no other waiting.
  std::optional<error> failed;   ///< The topic: none after it was tried.
};

asio::awaitable<delivery> deliver(workshop* shop, std::vector<quarantined_event> letters) {
  delivery told;
  for (quarantined_event& one : letters) {
    const std::uint64_t number = one.number;
    auto sent = co_await shop->with.letters->deliver(std::move(one));
    if (!sent && sent.error().kind != failure::permanent) {
      told.failed = std::move(sent.error());
      break;
    }
    if (!sent) told.refused = std::move(sent.error());
    if (sent) told.delivered.push_back(number);
    told.passed = number;
  }
  co_return told;
}

/// Delivers what waits beyond the number up to which some were refused, and moves that on. False
/// after a failure, which is reported.
asio::awaitable<bool> deliver_waiting(workshop* shop, std::uint64_t* refused_up_to) {
  std::uint64_t passed = *refused_up_to;
  bool more = true;
  while (more && !shop->stopping) {
    auto waiting = co_await shop->with.state.undelivered(passed, batch_max);
    if (!waiting) {
      shop->with.reports.report(happening::store_trouble{waiting.error()});
      co_return false;
    }
    more = waiting->size() == batch_max;
    delivery told = co_await deliver(shop, std::move(*waiting));
    for (const auto& why : {told.refused, told.failed}) {
      if (why) shop->with.reports.report(happening::dead_letter_failed{*why});
    }
    if (!told.delivered.empty()) {
      shop->with.reports.report(happening::dead_letters_delivered{told.delivered.size()});
      auto marked = co_await shop->with.state.mark_delivered(std::move(told.delivered));
      if (!marked) shop->with.reports.report(happening::store_trouble{marked.error()});
      if (!marked) co_return false;
    }
    passed = std::max(passed, told.passed);
    if (told.refused) *refused_up_to = passed;
    if (told.failed) co_return false;
  }
  co_return true;
}

}  // namespace

asio::awaitable<void> run_outbox(workshop* shop) {
  co_await asio::this_coro::throw_if_cancelled(false);
  std::uint64_t refused_up_to = 0;
  auto refused_again_at = shop->with.time.steady_now() + refused_interval;
  while (shop->with.letters != nullptr && !shop->stopping) {
    shop->letters_waiting = false;
    if (shop->with.time.steady_now() >= refused_again_at) {
      refused_up_to = 0;
      refused_again_at = shop->with.time.steady_now() + refused_interval;
    }
    const bool fine = co_await deliver_waiting(shop, &refused_up_to);
    if (shop->stopping) co_return;
    if (fine && shop->letters_waiting) continue;
    // More quarantined records don't hurry a topic that fails.
    wake_event& sooner = fine ? shop->letters_to_send : shop->quiet;
    const duration wait = fine ? shop->with.room.look_interval : publish_failure_interval;
    co_await sooner.wait_until(&shop->with.time, shop->with.time.steady_now() + wait);
  }
}

}  // namespace daypass::engine

#include "daypass/engine/engine.hpp"

#include "due_loop.hpp"
#include "intake.hpp"
#include "news_of_others.hpp"
#include "policy_keeper.hpp"
#include "retention.hpp"
#include "worker.hpp"

#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

namespace daypass::engine {

namespace asio = boost::asio;

namespace {

/// What changed while no daemon ran does not wait for each record's next look.
asio::awaitable<void> catch_up(workshop* shop) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const std::uint64_t woken = co_await wake_for_meaning(shop);
  if (woken == 0) co_return;
  shop->with.reports.report(happening::lifecycle{
      fmt::format("looks at {} hires again: since it ran last the configuration, tz database, "
                  "certificates or program have changed, or the clock was set back",
                  woken)});
}

}  // namespace

class engine::implementation {
 public:
  explicit implementation(parts with) : shop_(std::move(with)) {}

  asio::awaitable<void> run() {
    co_await asio::this_coro::throw_if_cancelled(false);
    shop_.with.reports.report(happening::lifecycle{"engine started"});
    shop_.children.start(run_intake(&shop_));
    shop_.children.start(run_outbox(&shop_));
    shop_.children.start(run_policy_keeper(&shop_));
    shop_.children.start(run_retention(&shop_));
    shop_.children.start(run_due_loop(&shop_));
    shop_.children.start(catch_up(&shop_));
    if (shop_.with.members != nullptr) shop_.children.start(follow_news_of_others(&shop_));
    co_await shop_.children.join();
    shop_.with.reports.report(happening::lifecycle{"engine stopped"});
  }

  void stop() {
    if (shop_.stopping) return;
    shop_.stopping = true;
    shop_.with.feed.stop();
    if (shop_.with.members != nullptr) shop_.with.members->stop_telling();
    shop_.wake();
    shop_.policy_asked.set();
    shop_.letters_to_send.set();
    shop_.quiet.set();
  }

  void abandon() {
    shop_.abandoned = true;
    shop_.children.cancel_all();
  }

  void nudge(const hire_key& key) { look_at(&shop_, key); }

  asio::awaitable<std::uint64_t> reinterpret(std::shared_ptr<const interpreter> meaning) {
    shop_.meaning = std::move(meaning);
    co_return co_await wake_for_meaning(&shop_);
  }

  [[nodiscard]] condition look() const {
    condition now;
    now.policy_known = shop_.policy_known;
    now.state_trouble = shop_.state_trouble;
    now.clock_trusted = shop_.rules->clock_trusted;
    now.working = shop_.workers.size();
    for (std::size_t index = 0; index < lane_count; ++index) {
      now.lane_held[index] = shop_.board.held(static_cast<lane>(index));
    }
    return now;
  }

 private:
  workshop shop_;
};

engine::engine(parts with) : implementation_(std::make_unique<implementation>(std::move(with))) {}
engine::~engine() = default;

asio::awaitable<void> engine::run() {
  return implementation_->run();
}
void engine::stop() {
  implementation_->stop();
}
void engine::abandon() {
  implementation_->abandon();
}
void engine::nudge(hire_key key) {
  implementation_->nudge(key);
}
asio::awaitable<std::uint64_t> engine::reinterpret(std::shared_ptr<const interpreter> meaning) {
  return implementation_->reinterpret(std::move(meaning));
}
condition engine::look() const {
  return implementation_->look();
}

}  // namespace daypass::engine

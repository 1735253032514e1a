#include "daypass/kafka/kafka_feed.hpp"

#include "feed_thread.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace daypass::kafka {
namespace {

namespace asio = boost::asio;

/// Wakes next() from another thread. Shared, for a wake that is on its way when the feed ends.
struct waker {
  explicit waker(const asio::any_io_executor& executor) : timer(executor) {}
  asio::steady_timer timer;
};

std::function<void()> wake_of(const std::shared_ptr<waker>& sleeper) {
  return [sleeper] {
    asio::post(sleeper->timer.get_executor(), [sleeper] { sleeper->timer.cancel(); });
  };
}

class kafka_feed final : public event_feed {
 public:
  kafka_feed(std::shared_ptr<waker> sleeper, std::shared_ptr<hand_over> queue,
             std::shared_ptr<muted_reporter> tell, stored_positions positions, const clock& time,
             feed_settings settings, std::shared_ptr<consumer_client> client)
      : sleeper_(std::move(sleeper)),
        queue_(std::move(queue)),
        tell_(std::move(tell)),
        positions_(std::move(positions)),
        time_(time),
        thread_(std::make_unique<feed_thread>(std::move(settings), queue_, tell_, time,
                                              std::move(client))) {}

  ~kafka_feed() override {
    queue_->abandon();
    // The thread ends here, before the reporter is taken from what it may have left behind.
    thread_.reset();
    tell_->mute();
  }

  asio::awaitable<result<std::vector<raw_event>>> next(std::size_t max) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    for (;;) {
      const auto cancellation = co_await asio::this_coro::cancellation_state;
      std::vector<raw_event> events;
      const auto seen = queue_->look(max, events);
      if (seen == found::stopped || cancellation.cancelled() != asio::cancellation_type::none) {
        co_return fail(failure::cancelled, std::make_error_code(std::errc::operation_canceled),
                       "the Kafka feed was stopped", failure_scope::lane);
      }
      if (seen == found::events) {
        const instant arrived_at = time_.now();
        for (auto& event : events) event.received_at = arrived_at;
        co_return events;
      }
      if (seen == found::positions_wanted) {
        queue_->answer(co_await positions_());
        continue;
      }
      sleeper_->timer.expires_at(asio::steady_timer::time_point::max());
      boost::system::error_code woken;
      co_await sleeper_->timer.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
  }

  void recorded(std::vector<position> positions) override { queue_->recorded(positions); }

  [[nodiscard]] std::string cluster() const override { return queue_->cluster(); }

  void stop() override { queue_->stop(); }

 private:
  std::shared_ptr<waker> sleeper_;
  std::shared_ptr<hand_over> queue_;
  std::shared_ptr<muted_reporter> tell_;
  stored_positions positions_;
  const clock& time_;
  std::unique_ptr<feed_thread> thread_;
};

}  // namespace

result<std::unique_ptr<event_feed>> make_kafka_feed(asio::any_io_executor executor,
                                                    feed_settings settings,
                                                    stored_positions positions, reporter& tell,
                                                    const clock& time) {
  auto sleeper = std::make_shared<waker>(executor);
  auto queue = std::make_shared<hand_over>(
      hand_over_limits{settings.queue_messages_max, settings.queue_bytes_max}, wake_of(sleeper));
  auto muted = std::make_shared<muted_reporter>(tell);
  auto client = consumer_client::open(settings, queue, muted);
  if (!client) return std::unexpected(client.error());
  return std::make_unique<kafka_feed>(std::move(sleeper), std::move(queue), std::move(muted),
                                      std::move(positions), time, std::move(settings),
                                      std::move(*client));
}

}  // namespace daypass::kafka

#include "daypass/kafka/kafka_dead_letters.hpp"

#include "client_conf.hpp"
#include "failures.hpp"
#include "letter.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <optional>
#include <thread>
#include <utility>

namespace daypass::kafka {
namespace {

namespace asio = boost::asio;

/// One copy on its way. `answer` belongs to the executor's thread.
struct delivery {
  explicit delivery(const asio::any_io_executor& executor)
      : timer(executor, asio::steady_timer::time_point::max()) {}
  asio::steady_timer timer;
  std::optional<rd_kafka_resp_err_t> answer;
};

using delivery_handle = std::shared_ptr<delivery>;

/// On the producer's thread: the broker has it, or never will.
void on_delivery(rd_kafka_t* /*client*/, const rd_kafka_message_t* message, void* /*opaque*/) {
  const std::unique_ptr<delivery_handle> handle(static_cast<delivery_handle*>(message->_private));
  if (*handle == nullptr) return;
  asio::post((*handle)->timer.get_executor(), [sent = *handle, code = message->err] {
    sent->answer = code;
    sent->timer.cancel();
  });
}

class kafka_dead_letters final : public dead_letters {
 public:
  kafka_dead_letters(asio::any_io_executor executor, dead_letter_settings settings,
                     rd_client client)
      : executor_(std::move(executor)),
        settings_(std::move(settings)),
        client_(std::move(client)),
        thread_([this] { serve(); }) {}

  ~kafka_dead_letters() override {
    rd_kafka_flush(client_.get(), static_cast<int>(settings_.close_timeout.count()));
    // What the broker hasn't taken by now is answered as purged, so that no handle is left over.
    rd_kafka_purge(client_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    ending_ = true;
    thread_.join();
    rd_kafka_poll(client_.get(), 0);
  }

  asio::awaitable<result<void>> deliver(quarantined_event event) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto sent = std::make_shared<delivery>(executor_);
    const auto code = produce(event, sent);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
      co_return std::unexpected(failure_of(code, "dead letter"));
    }
    // Ends by itself: librdkafka answers for every message within its delivery timeout.
    boost::system::error_code woken;
    co_await sent->timer.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    if (!sent->answer) {
      co_return fail(failure::unknown_effect, std::make_error_code(std::errc::operation_canceled),
                     "dead letter: given up while it was on its way", failure_scope::lane);
    }
    if (*sent->answer != RD_KAFKA_RESP_ERR_NO_ERROR) {
      co_return std::unexpected(failure_of(*sent->answer, "dead letter"));
    }
    co_return result<void>{};
  }

 private:
  rd_kafka_resp_err_t produce(const quarantined_event& event, const delivery_handle& sent) {
    auto handle = std::make_unique<delivery_handle>(sent);
    const auto code = produce_letter(client_.get(), settings_.topic, event, handle.get());
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) static_cast<void>(handle.release());
    return code;
  }

  void serve() {
    constexpr int poll_timeout_ms = 100;
    while (!ending_) rd_kafka_poll(client_.get(), poll_timeout_ms);
  }

  const asio::any_io_executor executor_;
  const dead_letter_settings settings_;
  rd_client client_;
  std::atomic<bool> ending_ = false;
  std::thread thread_;
};

}  // namespace

result<std::unique_ptr<dead_letters>> make_kafka_dead_letters(asio::any_io_executor executor,
                                                              dead_letter_settings settings) {
  const auto timeout = std::to_string(settings.delivery_timeout.count());
  auto conf = make_conf(*settings.connection, {{"enable.idempotence", "true"},
                                               {"linger.ms", "5"},
                                               {"message.max.bytes", "4194304"},
                                               {"delivery.timeout.ms", timeout}});
  if (!conf) return std::unexpected(conf.error());
  rd_kafka_conf_set_dr_msg_cb(conf->get(), &on_delivery);
  rd_kafka_conf_set_log_cb(conf->get(), nullptr);
  auto client = make_client(RD_KAFKA_PRODUCER, std::move(*conf));
  if (!client) return std::unexpected(client.error());
  return std::make_unique<kafka_dead_letters>(std::move(executor), std::move(settings),
                                              std::move(*client));
}

}  // namespace daypass::kafka

#include "call_queue.hpp"

#include "daypass/store/sqlite_store.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <optional>
#include <thread>
#include <utility>

namespace daypass::store {
namespace {

namespace asio = boost::asio;

template <typename T, typename Body, typename Handler>
class typed_call final : public call {
 public:
  typed_call(Body body, Handler handler, const asio::any_io_executor& executor)
      : body_(std::move(body)), handler_(std::move(handler)), work_(executor) {}

  void run(sqlite_state& state) override { said_.emplace(body_(state)); }
  void fail(const error& why) override { said_.emplace(std::unexpected(why)); }
  void answer() override { std::move(handler_)(std::move(*said_)); }

 private:
  Body body_;
  Handler handler_;
  asio::executor_work_guard<asio::any_io_executor> work_;  // The context runs till it is answered.
  std::optional<result<T>> said_;
};

class threaded_state final : public port_calls<threaded_state> {
 public:
  threaded_state(asio::any_io_executor executor, std::unique_ptr<sqlite_state> core,
                 const sqlite_settings& settings)
      : executor_(std::move(executor)),
        core_(std::move(core)),
        queue_(settings.queue_max, settings.group_max, settings.group_delay),
        thread_([this] { work(); }) {}

  threaded_state(const threaded_state&) = delete;
  threaded_state& operator=(const threaded_state&) = delete;
  ~threaded_state() override {
    queue_.close();
    thread_.join();
  }

  void release(lease held) override { queue_.release(std::move(held)); }

  template <typename T, typename Body>
  asio::awaitable<result<T>> run_call(haste when, Body body) {
    co_await asio::this_coro::throw_if_cancelled(false);
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(result<T>)>(
        [this, when](auto handler, Body&& moved) {
          using one = typed_call<T, Body, decltype(handler)>;
          std::unique_ptr<call> made =
              std::make_unique<one>(std::move(moved), std::move(handler), executor_);
          if (queue_.push(made, when)) return;
          made->fail({failure::retryable, failure_scope::lane, make_error_code(state_errc::busy),
                      "state: too many calls are waiting", std::nullopt});
          call_group alone;
          alone.calls.push_back(std::move(made));
          deliver(std::move(alone));
        },
        asio::use_awaitable, std::move(body));
  }

 private:
  void work() {
    for (;;) {
      call_group group = queue_.take();
      if (group.calls.empty()) return;
      run(group);
      deliver(std::move(group));
    }
  }

  void run(const call_group& group) {
    for (const lease& held : group.releases) core_->release(held);
    const auto durable = core_->run_group([&] {
      for (const auto& one : group.calls) one->run(*core_);
    });
    if (durable) return;
    for (const auto& one : group.calls) one->fail(durable.error());
  }

  void deliver(call_group group) {
    asio::post(executor_, [calls = std::move(group.calls)] {
      for (const auto& one : calls) one->answer();
    });
  }

  asio::any_io_executor executor_;
  std::unique_ptr<sqlite_state> core_;
  call_queue queue_;
  std::thread thread_;  // Last: it uses the others.
};

}  // namespace

result<std::unique_ptr<state_store>> make_sqlite_state(asio::any_io_executor executor,
                                                       const sqlite_settings& settings) {
  auto core = sqlite_state::open(settings);
  if (!core) return std::unexpected(core.error());
  return std::make_unique<threaded_state>(std::move(executor), std::move(*core), settings);
}

}  // namespace daypass::store

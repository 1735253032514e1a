#include "daypass/net/http_server.hpp"

#include "http_session.hpp"
#include "no_throw.hpp"
#include "wake_signal.hpp"

#include "daypass/base/assert.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <unistd.h>

#include <exception>
#include <list>
#include <utility>

namespace daypass::net {
namespace {

namespace asio = boost::asio;

void rethrow(const std::exception_ptr& bug) {
  if (bug) std::rethrow_exception(bug);
}

// The server's state and its nursery: every coroutine that it spawns is counted here, and held by
// shared_ptr from the spawned frame, so that a context that is destroyed early takes it along.
class server_core : public std::enable_shared_from_this<server_core> {
 public:
  server_core(const asio::any_io_executor& executor, http_server_settings settings,
              http_handler handler)
      : executor_(executor),
        acceptor_(executor),
        room_(executor, asio::steady_timer::time_point::max()),
        grace_(executor),
        all_ended_(executor),
        service_(std::make_shared<http_service>()) {
    service_->settings = std::move(settings);
    service_->handler = std::move(handler);
    service_->watch = std::make_shared<deadline_watch>(executor);
  }

  result<void> start() {
    DAYPASS_ASSERT(!acceptor_.is_open() && children_ == 0);
    if (service_->stopping) return {};
    auto listening = std::visit([this](const auto& where) { return listen_on(executor_, where); },
                                service_->settings.listen);
    if (!listening) return std::unexpected(std::move(listening.error()));
    acceptor_ = std::move(*listening);
    port_ = port_of(acceptor_);
    ++children_;
    asio::co_spawn(executor_, accept_all(shared_from_this()),
                   [self = shared_from_this()](const std::exception_ptr& bug) {
                     rethrow(bug);
                     self->child_ended();
                   });
    return {};
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }

  asio::awaitable<void> stop(std::chrono::milliseconds grace) {
    co_await asio::this_coro::throw_if_cancelled(false);
    if (!std::exchange(service_->stopping, true)) begin_stop(grace);
    while (children_ != 0) {
      co_await all_ended_.wait();
      // A caller who won't wait any longer: what still runs has no more grace either.
      if (children_ != 0) end_sessions();
    }
  }

 private:
  static asio::awaitable<void> accept_all(std::shared_ptr<server_core> self) {
    co_await asio::this_coro::throw_if_cancelled(false);
    while (!self->service_->stopping) {
      if (self->sessions_.size() >= self->service_->settings.max_connections) {
        self->room_.expires_at(asio::steady_timer::time_point::max());
        co_await self->room_.async_wait(no_throw);
        continue;
      }
      stream_socket socket(self->executor_);
      auto [problem] = co_await self->acceptor_.async_accept(socket, no_throw);
      if (!problem) {
        self->spawn_session(std::move(socket));
      } else if (!self->service_->stopping) {
        // Out of descriptors or memory: others must give some back first.
        constexpr std::chrono::milliseconds breath{100};
        self->room_.expires_after(breath);
        co_await self->room_.async_wait(no_throw);
      }
    }
  }

  void spawn_session(stream_socket socket) {
    const auto place = sessions_.insert(
        sessions_.end(), std::make_shared<http_session>(service_, std::move(socket)));
    ++children_;
    asio::co_spawn(executor_, run_session(*place),
                   asio::bind_cancellation_slot(
                       (*place)->cancellation(),
                       [self = shared_from_this(), place](const std::exception_ptr& bug) {
                         rethrow(bug);
                         self->sessions_.erase(place);
                         self->room_.cancel();
                         self->child_ended();
                       }));
  }

  static asio::awaitable<void> run_session(std::shared_ptr<http_session> session) {
    co_await session->run();
  }

  void begin_stop(std::chrono::milliseconds grace) {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    room_.cancel();
    if (const auto* file = std::get_if<unix_listen>(&service_->settings.listen);
        file != nullptr && children_ != 0) {
      ::unlink(file->path.c_str());
    }
    for (const auto& session : sessions_) session->stop_when_idle();
    if (children_ == 0) return;
    grace_.expires_after(grace);
    grace_.async_wait([weak = weak_from_this()](const boost::system::error_code& problem) {
      const auto self = weak.lock();
      if (!problem && self) self->end_sessions();
    });
  }

  void end_sessions() {
    for (const auto& session : sessions_) session->end();
  }

  void child_ended() {
    --children_;
    if (children_ != 0 || !service_->stopping) return;
    grace_.cancel();
    all_ended_.set();
  }

  asio::any_io_executor executor_;
  stream_acceptor acceptor_;
  asio::steady_timer room_;
  asio::steady_timer grace_;
  wake_signal all_ended_;
  std::shared_ptr<http_service> service_;
  std::list<std::shared_ptr<http_session>> sessions_;
  std::size_t children_ = 0;
  std::uint16_t port_ = 0;
};

class small_http_server final : public http_server {
 public:
  explicit small_http_server(std::shared_ptr<server_core> core) : core_(std::move(core)) {}

  result<void> start() override { return core_->start(); }
  [[nodiscard]] std::uint16_t port() const override { return core_->port(); }
  asio::awaitable<void> stop(std::chrono::milliseconds grace) override {
    return core_->stop(grace);
  }

 private:
  std::shared_ptr<server_core> core_;
};

}  // namespace

std::unique_ptr<http_server> make_http_server(asio::any_io_executor executor,
                                              http_server_settings settings, http_handler handler) {
  return std::make_unique<small_http_server>(
      std::make_shared<server_core>(executor, std::move(settings), std::move(handler)));
}

}  // namespace daypass::net

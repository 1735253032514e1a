#include "daypass/net/https_client.hpp"

#include "https_connection.hpp"
#include "request_writer.hpp"
#include "slot_queue.hpp"
#include "tls.hpp"

#include "daypass/base/assert.hpp"
#include "daypass/net/machine_client.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

namespace daypass::net {
namespace {

namespace asio = boost::asio;
using clock = std::chrono::steady_clock;

// The connections of a client. Held by shared_ptr, because a send that is destroyed with its
// context may go later than the client.
class connection_pool final : public deadline_target {
 public:
  explicit connection_pool(std::shared_ptr<https_host> host)
      : slots(host->settings.max_connections, host->settings.reserved_for_urgent),
        host_(std::move(host)) {}

  // The most recently used one, so that those beyond the present need grow old and close.
  std::unique_ptr<https_connection> take_idle() {
    while (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      if (connection->is_quiet()) return connection;
    }
    return nullptr;
  }

  // A new one, in place of the oldest idle one if there is any: the limit counts both.
  std::unique_ptr<https_connection> make_new() {
    if (!idle_.empty()) idle_.pop_front();
    return std::make_unique<https_connection>(host_);
  }

  void keep(std::unique_ptr<https_connection> connection) {
    if (host_->stopped) return;
    connection->idle_since = clock::now();
    idle_.push_back(std::move(connection));
    if (idle_.size() == 1) watch_oldest();
  }

  void close_idle() {
    host_->watch->disarm(*this);
    idle_.clear();
  }

  slot_queue slots;

 private:
  void give_up(net_errc) override {
    const auto still_young = clock::now() - host_->settings.idle_timeout;
    while (!idle_.empty() && idle_.front()->idle_since <= still_young) idle_.pop_front();
    if (!idle_.empty()) watch_oldest();
  }

  void watch_oldest() {
    host_->watch->arm(*this, idle_.front()->idle_since + host_->settings.idle_timeout);
  }

  std::shared_ptr<https_host> host_;
  std::deque<std::unique_ptr<https_connection>> idle_;
};

// The right to use one connection. Gives it back when it goes.
class slot final : public slot_queue::waiter, public deadline_target {
 public:
  slot(std::shared_ptr<https_host> host, std::shared_ptr<connection_pool> pool, bool urgent)
      : host_(std::move(host)), pool_(std::move(pool)), urgent_(urgent) {
    held_ = pool_->slots.try_take(urgent_);
  }

  ~slot() override {
    if (held_) {
      pool_->slots.give_back(urgent_);
    } else {
      pool_->slots.leave(*this);
    }
  }

  [[nodiscard]] bool held() const { return held_; }

  // Waits for the turn; nothing when it came, else why it didn't.
  asio::awaitable<std::optional<net_errc>> wait(clock::time_point deadline) {
    signal_.emplace(host_->executor);
    pool_->slots.wait(*this, urgent_);
    host_->watch->arm(*this, deadline);
    co_await signal_->wait();
    host_->watch->disarm(*this);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return net_errc::cancelled;
    co_return given_up_;
  }

 private:
  void granted() override {
    held_ = true;
    signal_->set();
  }

  void give_up(net_errc reason) override {
    given_up_ = reason;
    signal_->set();
  }

  std::shared_ptr<https_host> host_;
  std::shared_ptr<connection_pool> pool_;
  std::optional<wake_signal> signal_;
  std::optional<net_errc> given_up_;
  bool urgent_;
  bool held_ = false;
};

class pooled_https_client final : public https_client {
 public:
  explicit pooled_https_client(std::shared_ptr<https_host> host)
      : host_(std::move(host)), pool_(std::make_shared<connection_pool>(host_)) {}

  ~pooled_https_client() override { pooled_https_client::stop(); }

  asio::awaitable<result<http_response>> send(http_request request) override {
    co_await asio::this_coro::throw_if_cancelled(false);
    if (auto legal = check_request(request); !legal) co_return std::unexpected(legal.error());
    if (const auto reason = co_await refusal(request.deadline)) co_return not_begun(*reason);
    // Copies: this object may be gone before a frame that its context destroys.
    const auto host = host_;
    const auto pool = pool_;
    slot turn(host, pool, request.urgent);
    if (!turn.held()) {
      const auto begin_by = std::min(request.deadline, request.send_before);
      if (const auto reason = co_await turn.wait(begin_by)) co_return not_begun(*reason);
    }
    co_return co_await send_in_turn(pool.get(), &request);
  }

  void stop() override {
    if (std::exchange(host_->stopped, true)) return;
    pool_->close_idle();
    host_->lookup.cancel();
    host_->watch->abandon_all();
  }

 private:
  asio::awaitable<std::optional<net_errc>> refusal(clock::time_point deadline) const {
    if (host_->stopped) co_return net_errc::pool_closed;
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return net_errc::cancelled;
    if (clock::now() >= deadline) co_return net_errc::deadline;
    co_return std::nullopt;
  }

  [[nodiscard]] std::unexpected<error> not_begun(net_errc reason) const {
    const auto kind = reason == net_errc::deadline ? failure::retryable : failure::cancelled;
    return fail(kind, reason, host_->label + ": gave up before a connection was free");
  }

  static asio::awaitable<result<http_response>> send_in_turn(connection_pool* pool,
                                                             const http_request* request) {
    auto connection = request->fresh_connection ? nullptr : pool->take_idle();
    const bool reused = connection != nullptr;
    if (reused) {
      auto answer = co_await connection->exchange(request);
      const bool again = !answer && has_no_effect(*request) && connection->ended_without_answer();
      if (!again) co_return finish(pool, std::move(connection), std::move(answer));
    }
    connection = pool->make_new();
    if (auto opened = co_await connection->open(request->deadline); !opened) {
      co_return std::unexpected(std::move(opened.error()));
    }
    auto answer = co_await connection->exchange(request);
    co_return finish(pool, std::move(connection), std::move(answer));
  }

  static result<http_response> finish(connection_pool* pool,
                                      std::unique_ptr<https_connection> connection,
                                      result<http_response> answer) {
    // Behind a load balancer a connection sticks to one server; the one that says 503 is left.
    constexpr int service_unavailable = 503;
    // A peer that went without a word leaves every idle connection as dead as this one, and each
    // would cost its next request a whole deadline.
    if (!answer && answer.error().code == net_errc::deadline) pool->close_idle();
    if (answer && connection->is_reusable() && answer->status != service_unavailable) {
      pool->keep(std::move(connection));
    }
    return answer;
  }

  std::shared_ptr<https_host> host_;
  std::shared_ptr<connection_pool> pool_;
};

std::string bracketed(const std::string& host) {
  return host.contains(':') ? "[" + host + "]" : host;
}

/// `tls` is null for a client that speaks plain HTTP.
std::unique_ptr<https_client> make_client(asio::any_io_executor executor,
                                          https_client_settings settings,
                                          std::shared_ptr<asio::ssl::context> tls) {
  DAYPASS_ASSERT(settings.reserved_for_urgent < settings.max_connections);
  const std::uint16_t usual_port = tls ? 443 : 80;
  auto authority = bracketed(settings.host);
  if (settings.port != usual_port) authority += ":" + std::to_string(settings.port);
  auto label = (tls ? "https://" : "http://") + authority;
  name_lookup lookup(executor, settings.host, settings.port);
  auto watch = std::make_shared<deadline_watch>(executor);
  auto host = std::make_shared<https_host>(
      https_host{std::move(executor), std::move(settings), std::move(authority), std::move(label),
                 std::move(tls), std::move(watch), std::move(lookup)});
  return std::make_unique<pooled_https_client>(std::move(host));
}

}  // namespace

result<std::unique_ptr<https_client>> make_https_client(asio::any_io_executor executor,
                                                        https_client_settings settings) {
  DAYPASS_ASSERT(!settings.host.empty());
  auto tls = make_tls_context(settings.ca_file);
  if (!tls) return std::unexpected(std::move(tls.error()));
  return make_client(std::move(executor), std::move(settings), std::move(*tls));
}

bool is_of_this_machine(const std::string& host) {
  if (host == "localhost") return true;
  boost::system::error_code not_an_address;
  const auto address = asio::ip::make_address(host, not_an_address);
  if (not_an_address) return false;
  if (address.is_v6()) return address.to_v6().is_loopback() || address.to_v6().is_link_local();
  constexpr std::array<unsigned char, 2> link_local{169, 254};
  const auto bytes = address.to_v4().to_bytes();
  return address.is_loopback() || (bytes[0] == link_local[0] && bytes[1] == link_local[1]);
}

result<std::unique_ptr<https_client>> make_machine_client(asio::any_io_executor executor,
                                                          https_client_settings settings) {
  if (!is_of_this_machine(settings.host)) {
    return fail(failure::permanent, net_errc::bad_request,
                "http://" + bracketed(settings.host) +
                    ": plain HTTP goes to loopback and link-local addresses only");
  }
  if (settings.host == "localhost") settings.host = "127.0.0.1";
  return make_client(std::move(executor), std::move(settings), nullptr);
}

}  // namespace daypass::net

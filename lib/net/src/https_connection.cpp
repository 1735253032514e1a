#include "https_connection.hpp"

#include "no_throw.hpp"
#include "request_writer.hpp"
#include "tls.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace daypass::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// The largest plaintext of one TLS record: what a read can give at once.
constexpr std::size_t record_size = 16UL * 1024;

}  // namespace

https_connection::https_connection(std::shared_ptr<https_host> host)
    : host_(std::move(host)),
      socket_(host_->executor),
      interrupted_(host_->executor),
      parser_({host_->settings.max_header_bytes, host_->settings.max_body_bytes}) {}

void https_connection::give_up(net_errc reason) {
  given_up_ = reason;
  interrupted_.set();
  error_code ignored;
  wire().close(ignored);
}

asio::awaitable<std::optional<net_errc>> https_connection::interruption() const {
  if (given_up_) co_return given_up_;
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) co_return net_errc::cancelled;
  co_return std::nullopt;
}

error https_connection::not_opened(net_errc code, const std::string& why) const {
  const bool ours = code == net_errc::cancelled || code == net_errc::pool_closed;
  return {ours ? failure::cancelled : failure::retryable,
          ours ? failure_scope::hire : failure_scope::lane, code, host_->label + ": " + why,
          std::nullopt};
}

error https_connection::not_answered(const http_request& request, net_errc code,
                                     const std::string& why) const {
  auto kind = failure::unknown_effect;
  if (has_no_effect(request)) {
    const bool ours = code == net_errc::cancelled || code == net_errc::pool_closed;
    kind = ours ? failure::cancelled : failure::retryable;
  }
  return {kind, failure_scope::hire, code, host_->label + ": " + why, std::nullopt};
}

asio::awaitable<result<void>> https_connection::open(time_point deadline) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto until =
      std::min(deadline, std::chrono::steady_clock::now() + host_->settings.connect_timeout);
  host_->watch->arm(*this, until);
  auto opened = co_await connect(until);
  if (opened && host_->tls) opened = co_await shake_hands(until);
  host_->watch->disarm(*this);
  co_return opened;
}

asio::awaitable<result<void>> https_connection::connect(time_point until) {
  const auto answer = co_await host_->lookup.ask(&interrupted_);
  if (const auto reason = co_await interruption()) {
    const auto code = *reason == net_errc::deadline ? net_errc::resolve_failed : *reason;
    co_return std::unexpected(not_opened(code, "gave up looking up the name"));
  }
  if (answer->problem || answer->endpoints.empty()) {
    co_return std::unexpected(
        not_opened(net_errc::resolve_failed, "name lookup: " + answer->problem.message()));
  }
  // An address that swallows packets may use up only its share of the time.
  std::string why;
  auto left = static_cast<int>(answer->endpoints.size());
  for (const auto& endpoint : answer->endpoints) {
    const auto now = std::chrono::steady_clock::now();
    const auto problem = co_await connect_to(endpoint, now + (until - now) / left--);
    const auto reason = co_await interruption();
    if (!problem && !reason) co_return result<void>{};
    if (reason && *reason != net_errc::deadline) {
      co_return std::unexpected(not_opened(*reason, "gave up connecting"));
    }
    why = reason ? "timed out" : problem.message();
    if (std::chrono::steady_clock::now() >= until) break;
    given_up_.reset();
  }
  co_return std::unexpected(not_opened(net_errc::connect_failed, "connect: " + why));
}

asio::awaitable<error_code> https_connection::connect_to(tcp::endpoint endpoint, time_point until) {
  given_up_.reset();
  host_->watch->arm(*this, until);
  error_code problem;
  socket_.close(problem);
  socket_.open(endpoint.protocol(), problem);
  if (problem) co_return problem;
  auto [failed] = co_await socket_.async_connect(endpoint, no_throw);
  if (failed) co_return failed;
  socket_.set_option(tcp::no_delay(true), problem);
  co_return problem;
}

asio::awaitable<result<void>> https_connection::shake_hands(time_point until) {
  host_->watch->arm(*this, until);
  stream_.emplace(std::move(socket_), *host_->tls);
  if (!expect_host(stream_->native_handle(), host_->settings.host)) {
    co_return std::unexpected(not_opened(net_errc::tls_failed, "the host name can't be checked"));
  }
  auto [problem] = co_await stream_->async_handshake(asio::ssl::stream_base::client, no_throw);
  if (!problem) co_return result<void>{};
  if (const auto reason = co_await interruption()) {
    const bool late = *reason == net_errc::deadline;
    co_return std::unexpected(not_opened(
        late ? net_errc::tls_failed : *reason,
        late ? "the peer ended no TLS handshake in time" : "gave up during the TLS handshake"));
  }
  if (const auto refused = certificate_problem(stream_->native_handle())) {
    co_return std::unexpected(
        not_opened(net_errc::certificate_refused,
                   "certificate of '" + host_->settings.host + "': " + *refused));
  }
  co_return std::unexpected(not_opened(net_errc::tls_failed, handshake_problem(problem)));
}

asio::awaitable<result<http_response>> https_connection::exchange(const http_request* request) {
  co_await asio::this_coro::throw_if_cancelled(false);
  given_up_.reset();
  reusable_ = false;
  ended_without_answer_ = false;
  http_response response;
  parser_.start(response, request->method == "HEAD");
  out_.clear();
  write_request(out_, *request, host_->authority);
  // The last moment at which it can be told: a process that was stopped may go on from anywhere.
  if (std::chrono::steady_clock::now() >= request->send_before) {
    out_.clear();
    co_return std::unexpected(not_opened(net_errc::cancelled, "the time to send it in was over"));
  }
  host_->watch->arm(*this, request->deadline);
  const auto problem = co_await write_out();
  out_.clear();
  std::optional<error> failed;
  if (!problem) {
    failed = co_await read_answer(request);
  } else if (const auto reason = co_await interruption()) {
    failed = not_answered(*request, *reason, "gave up while sending");
  } else {
    ended_without_answer_ = true;
    failed = not_answered(*request, net_errc::closed_early, "sending: " + problem.message());
  }
  host_->watch->disarm(*this);
  reusable_ = !failed && parser_.keeps_alive() && in_.empty() && !request->close_after;
  in_.clear();
  if (failed) co_return std::unexpected(std::move(*failed));
  co_return response;
}

asio::awaitable<std::optional<error>> https_connection::read_answer(const http_request* request) {
  bool anything = false;
  while (!parser_.done()) {
    // A cancellation that came while a finished operation waited for its turn reached no one.
    if ((co_await asio::this_coro::cancellation_state).cancelled() !=
        asio::cancellation_type::none) {
      co_return not_answered(*request, net_errc::cancelled, "gave up waiting for the answer");
    }
    const auto [problem, size] = co_await read_some(in_.prepare(record_size));
    if (problem) {
      if (const auto reason = co_await interruption()) {
        co_return not_answered(*request, *reason, "gave up waiting for the answer");
      }
      // Only TLS's own end mark (close_notify) ends a body without a length; a bare end of the
      // connection may have been cut by anyone (RFC 9112 9.8), but not within this machine.
      if (problem == asio::error::eof && anything && parser_.feed_end()) co_return std::nullopt;
      ended_without_answer_ = !anything;
      co_return not_answered(*request, net_errc::closed_early,
                             "reading the answer: " + problem.message());
    }
    anything = true;
    in_.commit(size);
    const auto used = parser_.feed(in_.view());
    if (!used) {
      co_return not_answered(*request, used.error(), make_error_code(used.error()).message());
    }
    in_.consume(*used);
  }
  co_return std::nullopt;
}

tcp::socket::lowest_layer_type& https_connection::wire() {
  return stream_ ? stream_->lowest_layer() : socket_.lowest_layer();
}

asio::awaitable<error_code> https_connection::write_out() {
  const auto all = asio::buffer(out_.view().data(), out_.size());
  const auto [problem, sent] = stream_ ? co_await asio::async_write(*stream_, all, no_throw)
                                       : co_await asio::async_write(socket_, all, no_throw);
  co_return problem;
}

asio::awaitable<std::tuple<error_code, std::size_t>> https_connection::read_some(
    std::span<char> room) {
  const auto into = asio::buffer(room.data(), room.size());
  if (stream_) co_return co_await stream_->async_read_some(into, no_throw);
  co_return co_await socket_.async_read_some(into, no_throw);
}

bool https_connection::is_quiet() {
  if (stream_ && BIO_ctrl_pending(SSL_get_rbio(stream_->native_handle())) != 0) return false;
  char byte = 0;
  const auto seen = ::recv(wire().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return seen < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace daypass::net

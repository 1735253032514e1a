#include "http_session.hpp"

#include "no_throw.hpp"
#include "query_rules.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>

#include <exception>
#include <utility>

namespace daypass::net {
namespace {

namespace asio = boost::asio;
using clock = std::chrono::steady_clock;

constexpr std::size_t request_read_size = 4UL * 1024;

int status_for(net_errc problem) {
  constexpr int bad_request = 400;
  constexpr int body_too_large = 413;
  constexpr int header_too_large = 431;
  if (problem == net_errc::body_too_large) return body_too_large;
  if (problem == net_errc::header_too_large) return header_too_large;
  return bad_request;
}

}  // namespace

http_session::http_session(std::shared_ptr<http_service> service, stream_socket socket)
    : service_(std::move(service)),
      socket_(std::move(socket)),
      peer_(peer_of(socket_)),
      parser_({service_->settings.max_header_bytes, service_->settings.max_body_bytes}) {}

void http_session::stop_when_idle() {
  if (!answering_) give_up(net_errc::pool_closed);
}

void http_session::end() {
  cancellation_.emit(asio::cancellation_type::terminal);
  give_up(net_errc::pool_closed);
}

void http_session::give_up(net_errc) {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

asio::awaitable<void> http_session::run() {
  co_await asio::this_coro::throw_if_cancelled(false);
  bool more = true;
  while (more && !service_->stopping && socket_.is_open()) {
    auto query = co_await read_query();
    if (!query) {
      if (refused_with_ != 0) {
        const auto reply = plain_reply(refused_with_);
        if (co_await write(&reply, false, false)) co_await drain();
      }
      break;
    }
    answering_ = true;
    const bool head_only = query->method == "HEAD";
    const auto* tcp = std::get_if<tcp_listen>(&service_->settings.listen);
    const auto refused = refusal_status(*query, tcp);
    const auto reply = refused ? plain_reply(*refused) : co_await answer(std::move(*query));
    more = !refused && parser_.keeps_alive() && !service_->stopping;
    more = co_await write(&reply, head_only, more) && more;
    answering_ = false;
  }
  service_->watch->disarm(*this);
  boost::system::error_code ignored;
  socket_.shutdown(stream_socket::shutdown_both, ignored);
  socket_.close(ignored);
}

asio::awaitable<std::optional<http_query>> http_session::read_query() {
  http_query query;
  parser_.start(query);
  service_->watch->arm(*this, clock::now() + service_->settings.header_timeout);
  while (true) {
    const auto used = parser_.feed(in_.view());
    if (!used) {
      refused_with_ = status_for(used.error());
      co_return std::nullopt;
    }
    in_.consume(*used);
    if (parser_.done()) break;
    const auto room = in_.prepare(request_read_size);
    auto [problem, size] =
        co_await socket_.async_read_some(asio::buffer(room.data(), room.size()), no_throw);
    if (problem) co_return std::nullopt;
    in_.commit(size);
  }
  service_->watch->disarm(*this);
  query.peer = peer_;
  co_return query;
}

// Closing with unread bytes would reset the connection and could take the reply along.
asio::awaitable<void> http_session::drain() {
  constexpr std::size_t most = 1UL * 1024 * 1024;
  boost::system::error_code ignored;
  socket_.shutdown(stream_socket::shutdown_send, ignored);
  service_->watch->arm(*this, clock::now() + service_->settings.header_timeout);
  for (std::size_t drained = 0; drained < most;) {
    in_.clear();
    const auto room = in_.prepare(request_read_size);
    auto [problem, size] =
        co_await socket_.async_read_some(asio::buffer(room.data(), room.size()), no_throw);
    if (problem) break;
    in_.commit(size);
    drained += size;
  }
}

asio::awaitable<http_reply> http_session::answer(http_query query) {
  constexpr int internal_error = 500;
  try {
    co_return co_await service_->handler(std::move(query));
  } catch (const std::exception&) {
    // What it says may quote the query or a person: the status is all that goes out.
    co_return plain_reply(internal_error);
  }
}

asio::awaitable<bool> http_session::write(const http_reply* reply, bool head_only,
                                          bool keep_alive) {
  write_reply(out_, *reply, head_only, keep_alive);
  service_->watch->arm(*this, clock::now() + service_->settings.write_timeout);
  auto [problem, size] =
      co_await asio::async_write(socket_, asio::buffer(out_.view().data(), out_.size()), no_throw);
  service_->watch->disarm(*this);
  out_.clear();
  co_return !problem;
}

}  // namespace daypass::net

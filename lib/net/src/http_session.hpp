#pragma once
// One connection to the server, from its first query to its end.

#include "deadline_watch.hpp"
#include "http_parser.hpp"
#include "listener.hpp"

#include "daypass/net/http_server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <memory>

namespace daypass::net {

/// What all sessions of one server share.
struct http_service {
  http_server_settings settings;
  http_handler handler;
  std::shared_ptr<deadline_watch> watch;
  bool stopping = false;
};

class http_session final : public deadline_target {
 public:
  http_session(std::shared_ptr<http_service> service, stream_socket socket);

  /// Serves until the connection ends; never throws.
  boost::asio::awaitable<void> run();

  /// The server stops: a session that waits for a query ends now, one that answers does so first.
  void stop_when_idle();

  /// The grace is over: the handler is cancelled, and the connection closed.
  void end();

  /// For the one who spawns run().
  [[nodiscard]] boost::asio::cancellation_slot cancellation() { return cancellation_.slot(); }

 private:
  void give_up(net_errc reason) override;
  boost::asio::awaitable<std::optional<http_query>> read_query();
  boost::asio::awaitable<void> drain();
  boost::asio::awaitable<http_reply> answer(http_query query);
  boost::asio::awaitable<bool> write(const http_reply* reply, bool head_only, bool keep_alive);

  std::shared_ptr<http_service> service_;
  stream_socket socket_;
  boost::asio::cancellation_signal cancellation_;
  std::optional<peer_identity> peer_;
  query_parser parser_;
  wiped_buffer in_;
  wiped_buffer out_;
  int refused_with_ = 0;  // the status for a query that couldn't be read
  bool answering_ = false;
};

}  // namespace daypass::net

#pragma once
// A small HTTP/1.1 server for health, metrics and the operators' socket. Not for the internet: it
// listens on loopback or a Unix socket only.

#include "daypass/base/error.hpp"
#include "daypass/net/http_headers.hpp"
#include "daypass/net/net_errc.hpp"
#include "daypass/net/wiped_buffer.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace daypass::net {

/// Who connected to a Unix socket, as the kernel says (SO_PEERCRED).
struct peer_identity {
  uid_t uid = 0;
  gid_t gid = 0;
  pid_t pid = 0;
};

/// A request that came in.
struct http_query {
  std::string method;
  std::string target;  ///< As sent: path and query, percent-encoded.
  http_headers headers;
  wiped_buffer body;
  std::optional<peer_identity> peer;  ///< Present on a Unix socket.

  /// The target up to its query, still percent-encoded.
  [[nodiscard]] std::string_view path() const;

  /// The first query parameter of that name, decoded; absent also when its encoding is broken.
  [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const;
};

/// What is answered. The server adds Content-Length, Cache-Control: no-store and Connection.
struct http_reply {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
  http_headers headers;
};

/// Answers one query. It runs on the server's executor; what it throws becomes a 500 without text.
using http_handler = std::function<boost::asio::awaitable<http_reply>(http_query)>;

/// A loopback address and port; 0 lets the system choose.
struct tcp_listen {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  /// Names accepted in the Host header beside localhost, 127.0.0.1 and [::1]: without this check a
  /// page in an operator's browser could reach us by a name of its own (DNS rebinding).
  std::vector<std::string> allowed_hosts;
};

/// A socket in the file system. The mode and group are in force before the first connection.
struct unix_listen {
  std::string path;  ///< At most 107 bytes. A socket left by a dead process is replaced.
  mode_t mode = 0660;
  std::string group;  ///< Empty: the process's own.
};

struct http_server_settings {
  std::variant<tcp_listen, unix_listen> listen;
  std::size_t max_connections = 64;  ///< Above it, the next waits in the backlog.
  std::size_t max_header_bytes = 8UL * 1024;
  std::size_t max_body_bytes = 64UL * 1024;
  std::chrono::milliseconds header_timeout{10'000};  ///< For a whole request, from its first wait.
  std::chrono::milliseconds write_timeout{30'000};   ///< For a reader that takes its answer slowly.
};

/// All calls on the one thread of the executor. stop() before destruction.
class http_server {
 public:
  http_server() = default;
  http_server(const http_server&) = delete;
  http_server& operator=(const http_server&) = delete;
  virtual ~http_server() = default;

  /// Listens and begins to serve. Fails with listen_failed (permanent). Once only.
  [[nodiscard]] virtual result<void> start() = 0;

  /// The TCP port in use, after start(); 0 on a Unix socket.
  [[nodiscard]] virtual std::uint16_t port() const = 0;

  /// Takes no more connections, closes those that wait for a request, lets running handlers
  /// answer within `grace` and cancels them then; returns when all have ended. The socket file is
  /// removed. Idempotent; may come before start().
  [[nodiscard]] virtual boost::asio::awaitable<void> stop(std::chrono::milliseconds grace) = 0;
};

[[nodiscard]] std::unique_ptr<http_server> make_http_server(boost::asio::any_io_executor executor,
                                                            http_server_settings settings,
                                                            http_handler handler);

}  // namespace daypass::net

#pragma once
// The client for one https host: a pool of kept-alive connections with deadlines and limits.

#include "daypass/base/error.hpp"
#include "daypass/net/http_message.hpp"
#include "daypass/net/net_errc.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace daypass::net {

/// Sends requests to one host. An abstract class so that a test can put one in memory.
///
/// All calls on the one thread of the executor. The client outlives every send that was begun.
class https_client {
 public:
  https_client() = default;
  https_client(const https_client&) = delete;
  https_client& operator=(const https_client&) = delete;
  virtual ~https_client() = default;

  /// Sends `request` and gives the whole answer, whatever its status; redirects aren't followed.
  ///
  /// Errors carry a net_errc and one of these kinds:
  /// - retryable: nothing of the request was sent (no address, no connection, no TLS, certificate
  ///   refused: scope lane; deadline or send_before while waiting for a connection: scope hire);
  /// - unknown_effect: a part of the request may have left and no whole answer came (deadline,
  ///   cancellation, reset, limits, bad framing);
  /// - cancelled: cancelled, or the client was stopped, or send_before was over, before anything
  ///   was sent;
  /// - permanent: the request can't be written (bad_request).
  /// GET and HEAD have no effect (RFC 9110 9.2.1): for them, what would be unknown_effect is
  /// retryable, or cancelled; and one that meets the end of a kept-alive connection before any
  /// byte of an answer is sent once more on a new one. Nothing else is ever repeated here.
  ///
  /// Cancellation as the caller's own coroutine lets it through (terminal unless it resets its
  /// cancellation state); the call then returns promptly, and never throws.
  [[nodiscard]] virtual boost::asio::awaitable<result<http_response>> send(
      http_request request) = 0;

  /// Closes every connection; sends that wait or run end with pool_closed, and so do later ones.
  /// A repeat is a no-op.
  virtual void stop() = 0;
};

/// What a client needs to know. Sizes in bytes.
struct https_client_settings {
  std::string host;  ///< Name or address; verified against the certificate.
  std::uint16_t port = 443;
  std::string ca_file;                  ///< PEM of trusted authorities; empty: the system's.
  std::size_t max_connections = 32;     ///< At least 1.
  std::size_t reserved_for_urgent = 2;  ///< Of max_connections, and less than it.
  std::chrono::milliseconds idle_timeout{60'000};     ///< A connection unused for so long closes.
  std::chrono::milliseconds connect_timeout{10'000};  ///< For name, TCP and TLS together.
  std::size_t max_header_bytes = 16UL * 1024;
  std::size_t max_body_bytes = 4UL * 1024 * 1024;
};

/// A client over TLS 1.2 or later with the host's name verified. No connection is opened yet.
/// Fails with bad_trust (permanent) when `ca_file` can't be read or holds no certificate.
[[nodiscard]] result<std::unique_ptr<https_client>> make_https_client(
    boost::asio::any_io_executor executor, https_client_settings settings);

}  // namespace daypass::net

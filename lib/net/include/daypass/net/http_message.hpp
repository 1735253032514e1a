#pragma once
// A request that our clients send, and the response that comes back.

#include "daypass/base/secret_text.hpp"
#include "daypass/net/http_headers.hpp"
#include "daypass/net/wiped_buffer.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace daypass::net {

/// The one header whose value is a secret: a bearer token, a vault token. The token is shared by
/// the requests in flight; it is written from the secure heap into a wiped buffer.
struct secret_header {
  std::string name = "Authorization";
  std::string prefix = "Bearer ";
  std::shared_ptr<const secret_text> value;
};

/// What to send. Host, Content-Length and Connection are the client's to write, not the caller's.
struct http_request {
  std::string method = "GET";
  std::string target = "/";  ///< Origin form, percent-encoded: begins with a slash.
  http_headers headers;
  std::optional<secret_header> secret;
  wiped_buffer body;
  /// Covers everything: waiting for a connection, opening it, sending, the whole answer.
  std::chrono::steady_clock::time_point deadline;
  /// Nothing of it is written at or after this; the answer may come later.
  std::chrono::steady_clock::time_point send_before = std::chrono::steady_clock::time_point::max();
  bool urgent = false;            ///< Goes before others and may use the reserved connections.
  bool fresh_connection = false;  ///< Never on a kept-alive connection (Graph: retry after a 503).
  bool close_after = false;       ///< Closes the connection after the answer.
};

/// A whole answer. Redirects are answers like any other.
struct http_response {
  int status = 0;
  http_headers headers;
  wiped_buffer body;
};

}  // namespace daypass::net

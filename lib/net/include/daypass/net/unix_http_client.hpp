#pragma once
// One request over a Unix socket, blocking: for command-line verbs that speak to the daemon.

#include "daypass/base/error.hpp"
#include "daypass/net/http_message.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace daypass::net {

/// What to ask of the operators' socket.
struct unix_call {
  std::string socket_path;
  std::string method = "GET";
  std::string target = "/";
  std::string content_type = "application/json";  ///< Sent when there is a body.
  std::string body;
  std::chrono::milliseconds timeout{10'000};  ///< For the whole call.
  std::size_t max_body_bytes = 64UL * 1024 * 1024;
};

/// Sends the call on a new connection and gives the whole answer. Blocks at most `timeout`. Errors:
/// retryable with connect_failed when nobody listens or access is refused (the text says which);
/// unknown_effect once something was sent; permanent with bad_request.
[[nodiscard]] result<http_response> call_unix_socket(const unix_call& call);

}  // namespace daypass::net

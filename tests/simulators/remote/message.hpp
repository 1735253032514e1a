#pragma once
// What passes between a client and a simulated remote, as plain values without sockets.

#include "daypass/base/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace daypass::simulator {

struct header {
  std::string name;
  std::string value;
};

/// One HTTP request. `path` and `query` are percent-encoded as sent, the query without its '?'.
struct request {
  std::string method;
  std::string path;
  std::string query;
  std::vector<header> headers;
  std::string body;
};

struct response {
  int status = 200;
  std::vector<header> headers;
  std::string body;
};

/// How the shell ends an exchange.
enum class ending : std::uint8_t {
  answer,   ///< Send the answer whole.
  partial,  ///< Send the head and half of the body, then close.
  close,    ///< Close the connection without a byte of the answer.
  reset,    ///< Reset the connection (RST) without a byte of the answer.
  silence,  ///< Keep the connection open and say nothing until the client gives up.
};

/// When the shell sends SIGKILL to `delivery::kill_pid`.
enum class kill_point : std::uint8_t { none, before_effect, after_effect, after_answer };

/// What the shell (or a simulated network) does with an answer.
struct delivery {
  ending how = ending::answer;
  duration delay{0};          ///< Wait this long before the ending.
  std::uint64_t late_id = 0;  ///< Not 0: tell `client_gave_up` when the client has let go.
  kill_point kill = kill_point::none;
  int kill_pid = 0;
};

struct exchange {
  response answer;
  delivery how;
};

/// Splits `target` ("/v1.0/users?$top=1") into a request.
[[nodiscard]] request make_request(std::string_view method, std::string_view target,
                                   std::string body = {}, std::vector<header> headers = {});

/// The value of the first header of that name (any case), or empty.
[[nodiscard]] std::string_view find_header(const std::vector<header>& headers,
                                           std::string_view name);

}  // namespace daypass::simulator

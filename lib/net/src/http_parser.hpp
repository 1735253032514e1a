#pragma once
// Reads HTTP/1.1 messages from bytes as they come; does no I/O. Beast's parser is behind it, in
// one unit of its own.

#include "daypass/net/http_message.hpp"
#include "daypass/net/http_server.hpp"
#include "daypass/net/net_errc.hpp"

#include <cstddef>
#include <expected>
#include <memory>
#include <string_view>

namespace daypass::net {

/// In bytes.
struct message_limits {
  std::size_t max_header_bytes;
  std::size_t max_body_bytes;
};

/// Reads one message after another. `Message` is http_response or http_query.
template <typename Message>
class http_parser {
 public:
  explicit http_parser(message_limits limits);
  http_parser(const http_parser&) = delete;
  http_parser& operator=(const http_parser&) = delete;
  ~http_parser();

  /// Begins a message that is filled into `into`, which outlives it. `without_body`: the answer to
  /// a HEAD, whatever its Content-Length says.
  void start(Message& into, bool without_body = false);

  /// Reads from the front of `bytes` and says how many are used up; the rest, with what comes
  /// behind it, is given again. An error is final for the connection: header_too_large,
  /// body_too_large or bad_reply.
  [[nodiscard]] std::expected<std::size_t, net_errc> feed(std::string_view bytes);

  /// The other side ended the connection in order: the end of a body without a length, or
  /// closed_early.
  [[nodiscard]] std::expected<void, net_errc> feed_end();

  /// The whole message has been read.
  [[nodiscard]] bool done() const;

  /// After done(): the connection may carry another message.
  [[nodiscard]] bool keeps_alive() const;

 private:
  struct implementation;
  std::unique_ptr<implementation> implementation_;
};

using reply_parser = http_parser<http_response>;
using query_parser = http_parser<http_query>;

}  // namespace daypass::net

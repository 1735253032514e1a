#pragma once
// A server behind a good certificate whose first connection is hostile; the others answer well.

#include "unit/net/scripted_server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace daypass::net::testing {

/// Of a whole answer by a connection that isn't hostile.
inline constexpr const char* good_body = "good";

class hostile_server : public scripted_server {
 public:
  /// `hostile` serves the first connection.
  hostile_server(boost::asio::io_context& context, server_script hostile);

  std::string start;                   ///< What the scripts below write: this,
  std::string again;                   ///< then this
  std::size_t times = 0;               ///< so often
  std::chrono::milliseconds pause{0};  ///< with this pause before each.
  server_script hostile;

 private:
  static boost::asio::awaitable<void> serve_by_number(server_session session);
};

[[nodiscard]] hostile_server& hostile_of(const server_session& session);

/// Writes; false once the client is gone.
[[nodiscard]] boost::asio::awaitable<bool> write_on(server_session session, std::string_view text);

/// Reads a request, writes what the server was given, and listens until the client goes.
boost::asio::awaitable<void> answer_as_given(server_session session);

/// The same, but ends the connection then: without a word, or with TLS's own end.
boost::asio::awaitable<void> answer_and_cut(server_session session);
boost::asio::awaitable<void> answer_and_finish(server_session session);

[[nodiscard]] std::unique_ptr<https_client> client_of(boost::asio::io_context& context,
                                                      const scripted_server& server,
                                                      https_client_settings settings = {});

/// What `answer` must be when a `method` was sent and no whole answer came: never a success, and
/// of unknown effect when there may have been one.
void expect_no_answer(const result<http_response>& answer, const std::string& method,
                      net_errc code);

/// The next request is answered, and by another connection.
void expect_left_behind(boost::asio::io_context& context, https_client& client,
                        const scripted_server& server, int connections = 2);

}  // namespace daypass::net::testing

#pragma once
// A TLS server that does what a test's script says, on the test's own io_context: no threads, so a
// test can step through an exchange.

#include "support/run_awaitable.hpp"
#include "unit/net/test_certificates.hpp"
#include "wake_signal.hpp"

#include "daypass/net/https_client.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace daypass::net::testing {

class scripted_server;

/// One connection of the script. Copies speak to the same connection.
struct server_session {
  std::shared_ptr<boost::asio::ssl::stream<boost::asio::ip::tcp::socket>> stream;
  int number = 0;  ///< 1 for the first connection.
  scripted_server* server = nullptr;

  /// The next whole request, also kept in the server's `requests`; empty at the end.
  [[nodiscard]] boost::asio::awaitable<std::string> read_request() const;
  [[nodiscard]] boost::asio::awaitable<void> write(std::string text) const;
  /// Ends TLS in order and closes.
  [[nodiscard]] boost::asio::awaitable<void> finish() const;
  /// Closes without a word.
  void cut() const;
};

/// A plain function, so that no coroutine captures anything.
using server_script = boost::asio::awaitable<void> (*)(server_session);

/// Answers every request with 200 and the server's `reply_body`.
boost::asio::awaitable<void> answer_all(server_session session);

/// A reply with a Content-Length.
[[nodiscard]] std::string reply_with(int status, const std::string& body,
                                     const std::string& headers = "");

class scripted_server {
 public:
  scripted_server(boost::asio::io_context& context, const identity& who,
                  server_script first_script);
  scripted_server(const scripted_server&) = delete;
  scripted_server& operator=(const scripted_server&) = delete;
  ~scripted_server() = default;

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  std::string reply_body = "hello";
  std::vector<std::string> requests;
  int connections = 0;
  int open_exchanges = 0;
  int most_open_exchanges = 0;
  wake_signal gate;     ///< For scripts that wait until the test lets them go on.
  wake_signal reached;  ///< For scripts that tell the test how far they are.
  bool handshakes = true;
  server_script script;  ///< Of the connections to come.
  boost::asio::ssl::context tls;

 private:
  static boost::asio::awaitable<void> accept_all(scripted_server* self);

  boost::asio::ip::tcp::acceptor acceptor_;
};

using support::run;

/// A client for the server, with trust in `authority`.
[[nodiscard]] std::unique_ptr<https_client> client_for(boost::asio::io_context& context,
                                                       const scripted_server& server,
                                                       const test_authority& authority);

/// A request whose deadline is far away.
[[nodiscard]] http_request get(std::string target = "/");
[[nodiscard]] http_request post(std::string_view body);

/// The authority and certificate that most tests use; made once.
[[nodiscard]] const test_authority& usual_authority();
[[nodiscard]] const identity& usual_identity();

}  // namespace daypass::net::testing

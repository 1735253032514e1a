#pragma once
// The simulator's sockets on a thread of their own, and a client that trusts them.

#include "simulators/entra/https/server.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace daypass::entra_simulator {

class HttpsServer : public testing::Test {
 protected:
  using verb = boost::beast::http::verb;
  using reply = boost::beast::http::response<boost::beast::http::string_body>;
  using tcp = boost::asio::ip::tcp;
  using tls_stream = boost::asio::ssl::stream<tcp::socket>;
  using fields = std::vector<std::pair<std::string, std::string>>;

  explicit HttpsServer(server_options options = {}) : serving(graph, options) {
    trusted.set_verify_mode(boost::asio::ssl::verify_peer);
    trusted.add_certificate_authority(boost::asio::buffer(serving.authority_pem()));
  }

  ~HttpsServer() override {
    serving.stop();
    if (thread.joinable()) thread.join();
  }

  /// Serves from now on.
  void start() {
    thread = std::thread([this] { serving.run(); });
  }

  /// As if `host` were the name of this machine's `port`.
  tls_stream connect(std::uint16_t port, const std::string& host = "localhost") {
    tls_stream stream(io, trusted);
    stream.set_verify_callback(boost::asio::ssl::host_name_verification(host));
    stream.lowest_layer().connect({boost::asio::ip::address_v4::loopback(), port});
    stream.handshake(boost::asio::ssl::stream_base::client);
    return stream;
  }

  tcp::socket connect_control() {
    tcp::socket socket(io);
    socket.connect({boost::asio::ip::address_v4::loopback(), serving.control_port()});
    return socket;
  }

  template <typename Stream>
  reply ask(Stream& stream, verb method, const std::string& target, const std::string& body,
            boost::system::error_code& wrong, const fields& more = {}) {
    namespace http = boost::beast::http;
    http::request<http::string_body> asked(method, target, 11);
    asked.set(http::field::host, "localhost");
    for (const auto& [name, value] : more) asked.set(name, value);
    asked.body() = body;
    asked.prepare_payload();
    http::write(stream, asked, wrong);
    reply answered;
    boost::beast::flat_buffer buffer;
    if (!wrong) http::read(stream, buffer, answered, wrong);
    return answered;
  }

  boost::asio::io_context io;
  boost::asio::ssl::context trusted{boost::asio::ssl::context::tls_client};
  graph_service graph;
  server serving;
  std::thread thread;
};

}  // namespace daypass::entra_simulator

#include "daypass/net/machine_client.hpp"

#include "no_throw.hpp"
#include "unit/net/scripted_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace daypass::net::testing {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// Speaks HTTP without TLS.
struct plain_server {
  explicit plain_server(asio::io_context& context)
      : acceptor(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    asio::co_spawn(context, serve(this), asio::detached);
  }

  static asio::awaitable<void> serve(plain_server* self) {
    for (;;) {
      tcp::socket socket(self->acceptor.get_executor());
      auto [problem] = co_await self->acceptor.async_accept(socket, no_throw);
      if (problem) co_return;
      ++self->connections;
      std::string in;
      for (;;) {
        auto [ended, size] =
            co_await asio::async_read_until(socket, asio::dynamic_buffer(in), "\r\n\r\n", no_throw);
        if (ended) break;
        self->requests.push_back(in.substr(0, size));
        in.erase(0, size);
        const std::string reply = reply_with(200, "hello");
        auto [failed, sent] = co_await asio::async_write(socket, asio::buffer(reply), no_throw);
        if (failed || self->closes) break;
      }
    }
  }

  tcp::acceptor acceptor;
  std::vector<std::string> requests;
  int connections = 0;
  bool closes = false;
};

class MachineClient : public ::testing::Test {
 protected:
  MachineClient() { EXPECT_TRUE(initialise_secret_memory(1 << 16)); }

  std::unique_ptr<https_client> client_for_host(const std::string& host) {
    https_client_settings settings;
    settings.host = host;
    settings.port = server.acceptor.local_endpoint().port();
    auto made = make_machine_client(context.get_executor(), std::move(settings));
    return made ? std::move(*made) : nullptr;
  }

  asio::io_context context;
  plain_server server{context};
};

TEST_F(MachineClient, SpeaksPlainHttpOnAConnectionThatItKeeps) {
  const auto client = client_for_host("127.0.0.1");
  for (int count = 0; count < 3; ++count) {
    auto request = get("/metadata?x=1");
    request.headers.add("Metadata", "true");
    const auto answer = run(context, client->send(std::move(request)));
    ASSERT_TRUE(answer) << answer.error().what;
    EXPECT_EQ(answer->body.view(), "hello");
  }
  EXPECT_EQ(server.connections, 1);
  EXPECT_EQ(server.requests.at(0), "GET /metadata?x=1 HTTP/1.1\r\nHost: 127.0.0.1:" +
                                       std::to_string(server.acceptor.local_endpoint().port()) +
                                       "\r\nMetadata: true\r\n\r\n");
}

TEST_F(MachineClient, TakesANewConnectionWhereTheOldOneEnded) {
  server.closes = true;
  const auto client = client_for_host("localhost");
  for (int count = 0; count < 2; ++count) EXPECT_TRUE(run(context, client->send(get())));
  EXPECT_EQ(server.connections, 2);
}

TEST_F(MachineClient, SaysWhomItCouldNotReach) {
  const auto client = client_for_host("127.0.0.1");
  const auto port = server.acceptor.local_endpoint().port();
  server.acceptor.close();
  const auto answer = run(context, client->send(get()));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, failure::retryable);
  EXPECT_EQ(answer.error().what,
            "http://127.0.0.1:" + std::to_string(port) + ": connect: Connection refused");
}

TEST_F(MachineClient, GoesToThisMachineOnly) {
  for (const char* own : {"127.0.0.1", "127.9.9.9", "localhost", "::1", "169.254.169.254",
                          "169.254.129.5", "fe80::1"}) {
    EXPECT_TRUE(is_of_this_machine(own)) << own;
  }
  for (const char* other : {"10.0.0.1", "192.168.1.1", "graph.microsoft.com", "::", "2001:db8::1",
                            "0.0.0.0", "169.255.1.1", "", "localhost.example"}) {
    EXPECT_FALSE(is_of_this_machine(other)) << other;
    EXPECT_EQ(client_for_host(other), nullptr);
  }
}

}  // namespace
}  // namespace daypass::net::testing

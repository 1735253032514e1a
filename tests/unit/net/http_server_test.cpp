#include "daypass/net/http_server.hpp"

#include "unit/net/scripted_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <stdexcept>

namespace daypass::net::testing {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);

awaitable<http_reply> echo(http_query query) {
  http_reply reply;
  if (query.path() == "/throw") throw std::runtime_error("a person's name");
  reply.body = query.method + " " + query.target + " " + std::string(query.body.view());
  co_return reply;
}

// Sends `text` on a new connection and gives all that comes until the end.
awaitable<std::string> exchange(std::uint16_t port, std::string text) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect({asio::ip::address_v4::loopback(), port}, no_throw);
  co_await asio::async_write(socket, asio::buffer(text), no_throw);
  std::string all;
  char room[4096];
  while (true) {
    auto [problem, size] = co_await socket.async_read_some(asio::buffer(room), no_throw);
    if (problem) co_return all;
    all.append(room, size);
  }
}

awaitable<bool> stop(http_server* server, std::chrono::milliseconds grace) {
  co_await server->stop(grace);
  co_return true;
}

class HttpServer : public ::testing::Test {
 protected:
  void start(http_handler handler = echo, http_server_settings settings = {}) {
    server = make_http_server(context.get_executor(), std::move(settings), std::move(handler));
    const auto started = server->start();
    ASSERT_TRUE(started) << started.error().what;
  }

  std::string ask(std::string text) { return run(context, exchange(server->port(), text)); }

  std::string ask_line(const std::string& line, const std::string& headers = "") {
    return ask(line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n");
  }

  void TearDown() override {
    if (server) run(context, stop(server.get(), std::chrono::milliseconds(0)));
  }

  asio::io_context context;
  std::unique_ptr<http_server> server;
};

TEST_F(HttpServer, AnswersAndSaysNothingOfItself) {
  start();
  EXPECT_EQ(ask_line("GET /metrics?x=1"),
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"
            "Content-Length: 17\r\nCache-Control: no-store\r\n"
            "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\nGET /metrics?x=1 ");
}

TEST_F(HttpServer, AnswersOneQueryAfterAnotherOnAConnection) {
  start();
  const std::string host = "Host: localhost\r\n";
  const auto all = ask("POST /a HTTP/1.1\r\n" + host + "Content-Length: 3\r\n\r\nabc" +
                       "GET /b HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n");
  EXPECT_NE(all.find("\r\n\r\nPOST /a abcHTTP/1.1 200 OK\r\n"), std::string::npos) << all;
  EXPECT_TRUE(all.ends_with("\r\n\r\nGET /b ")) << all;
}

TEST_F(HttpServer, LeavesTheBodyOutForHead) {
  start();
  const auto all = ask_line("HEAD /a");
  EXPECT_NE(all.find("Content-Length: 8\r\n"), std::string::npos) << all;
  EXPECT_TRUE(all.ends_with("\r\n\r\n")) << all;
}

TEST_F(HttpServer, HidesWhatAHandlerThrows) {
  start();
  const auto all = ask_line("GET /throw");
  EXPECT_TRUE(all.starts_with("HTTP/1.1 500 ")) << all;
  EXPECT_EQ(all.find("person"), std::string::npos);
}

TEST_F(HttpServer, RefusesWhatItMust) {
  http_server_settings settings;
  settings.max_header_bytes = 1000;
  settings.max_body_bytes = 100;
  start(echo, settings);
  EXPECT_TRUE(ask_line("TRACE /").starts_with("HTTP/1.1 405 "));
  EXPECT_TRUE(ask_line("GET /", "Expect: 100-continue\r\n").starts_with("HTTP/1.1 417 "));
  EXPECT_TRUE(
      ask_line("GET /", "X: " + std::string(2000, 'x') + "\r\n").starts_with("HTTP/1.1 431 "));
  EXPECT_TRUE(ask_line("POST /", "Content-Length: 101\r\n").starts_with("HTTP/1.1 413 "));
  EXPECT_TRUE(ask("nonsense\r\n\r\n").starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(ask("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n").starts_with("HTTP/1.1 421 "));
}

TEST_F(HttpServer, ClosesAConnectionThatSendsNoWholeQuery) {
  http_server_settings settings;
  settings.header_timeout = std::chrono::milliseconds(30);
  start(echo, settings);
  EXPECT_EQ(ask("GET / HTT"), "");
}

TEST_F(HttpServer, ServesNoMoreConnectionsThanAllowed) {
  http_server_settings settings;
  settings.max_connections = 1;
  settings.header_timeout = std::chrono::milliseconds(50);
  start(echo, settings);
  tcp::socket idle(context);
  idle.connect({asio::ip::address_v4::loopback(), server->port()});
  // Served once the idle one has timed out.
  EXPECT_TRUE(ask_line("GET /").starts_with("HTTP/1.1 200 "));
}

TEST_F(HttpServer, RefusesToListenBeyondLoopback) {
  http_server_settings settings;
  settings.listen = tcp_listen{"0.0.0.0", 0, {}};
  const auto open = make_http_server(context.get_executor(), settings, echo);
  const auto started = open->start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, net_errc::listen_failed);
}

TEST_F(HttpServer, RefusesAPortThatIsTaken) {
  start();
  http_server_settings settings;
  settings.listen = tcp_listen{"127.0.0.1", server->port(), {}};
  const auto second = make_http_server(context.get_executor(), settings, echo);
  EXPECT_FALSE(second->start());
}

TEST_F(HttpServer, MayBeStoppedBeforeItStartsAndTwice) {
  server = make_http_server(context.get_executor(), {}, echo);
  EXPECT_TRUE(run(context, stop(server.get(), std::chrono::milliseconds(0))));
  EXPECT_TRUE(run(context, stop(server.get(), std::chrono::milliseconds(0))));
  EXPECT_TRUE(server->start());
  EXPECT_EQ(server->port(), 0);
}

// A handler that says that it runs, and then waits to be let go or cancelled.
struct slow_handler {
  wake_signal* entered;
  wake_signal* gate;
  awaitable<http_reply> operator()(http_query) const { return wait(entered, gate); }
  static awaitable<http_reply> wait(wake_signal* entered, wake_signal* gate) {
    co_await asio::this_coro::throw_if_cancelled(false);
    entered->set();
    co_await gate->wait();
    co_return http_reply{};
  }
};

TEST_F(HttpServer, LetsARunningHandlerAnswerWhenItStops) {
  wake_signal entered(context.get_executor());
  wake_signal gate(context.get_executor());
  start(slow_handler{&entered, &gate});
  const auto all = support::spawn(
      context, exchange(server->port(), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  tcp::socket idle(context);
  idle.connect({asio::ip::address_v4::loopback(), server->port()});
  while (!entered.is_set()) context.run_one();
  const auto stopped = support::spawn(context, stop(server.get(), std::chrono::seconds(20)));
  context.poll();
  EXPECT_FALSE(stopped->has_value());
  gate.set();
  while (!*stopped || !*all) context.run_one();
  EXPECT_TRUE((*all)->starts_with("HTTP/1.1 200 ")) << **all;
  EXPECT_NE((*all)->find("Connection: close"), std::string::npos);
}

TEST_F(HttpServer, CancelsAHandlerWhenTheGraceIsOver) {
  wake_signal entered(context.get_executor());
  wake_signal gate(context.get_executor());
  start(slow_handler{&entered, &gate});
  const auto all = support::spawn(
      context, exchange(server->port(), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  while (!entered.is_set()) context.run_one();
  EXPECT_TRUE(run(context, stop(server.get(), std::chrono::milliseconds(10))));
  while (!*all) context.run_one();
  EXPECT_EQ(**all, "");
}

}  // namespace
}  // namespace daypass::net::testing

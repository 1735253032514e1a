#include "daypass/net/https_client.hpp"

#include "unit/net/scripted_server.hpp"

#include <gtest/gtest.h>

namespace daypass::net::testing {
namespace {

namespace asio = boost::asio;

class HttpsClient : public ::testing::Test {
 protected:
  HttpsClient() { EXPECT_TRUE(initialise_secret_memory(1 << 16)); }

  result<http_response> send(https_client& client, http_request request) {
    return run(context, client.send(std::move(request)));
  }

  asio::io_context context;
};

TEST_F(HttpsClient, SendsWhatItWasGivenAndReadsTheAnswer) {
  scripted_server server(context, usual_identity(), answer_all);
  const auto client = client_for(context, server, usual_authority());
  auto request = post(R"({"a":1})");
  request.target = "/users?x=1";
  request.headers.add("Content-Type", "application/json");
  auto token = secret_text::copy_of("t0ken");
  ASSERT_TRUE(token);
  request.secret = secret_header{};
  request.secret->value = std::make_shared<const secret_text>(std::move(*token));
  const auto answer = send(*client, std::move(request));
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body.view(), "hello");
  EXPECT_EQ(answer->headers.find("content-length"), "5");
  ASSERT_EQ(server.requests.size(), 1U);
  EXPECT_EQ(server.requests[0],
            "POST /users?x=1 HTTP/1.1\r\nHost: localhost:" + std::to_string(server.port()) +
                "\r\nContent-Type: application/json\r\n"
                "Authorization: Bearer t0ken\r\n"
                "Content-Length: 7\r\n\r\n{\"a\":1}");
}

TEST_F(HttpsClient, KeepsItsConnectionForTheNextRequest) {
  scripted_server server(context, usual_identity(), answer_all);
  const auto client = client_for(context, server, usual_authority());
  for (int count = 0; count < 5; ++count) ASSERT_TRUE(send(*client, post("x")));
  EXPECT_EQ(server.connections, 1);
}

TEST_F(HttpsClient, TakesANewConnectionWhenAsked) {
  scripted_server server(context, usual_identity(), answer_all);
  const auto client = client_for(context, server, usual_authority());
  ASSERT_TRUE(send(*client, get()));
  auto fresh = get();
  fresh.fresh_connection = true;
  ASSERT_TRUE(send(*client, std::move(fresh)));
  EXPECT_EQ(server.connections, 2);
  auto last = get();
  last.close_after = true;
  ASSERT_TRUE(send(*client, std::move(last)));
  ASSERT_TRUE(send(*client, get()));
  EXPECT_EQ(server.connections, 3);
  EXPECT_NE(server.requests[2].find("Connection: close\r\n"), std::string::npos);
}

TEST_F(HttpsClient, LeavesAConnectionThatSaidUnavailable) {
  scripted_server server(
      context, usual_identity(), [](server_session session) -> asio::awaitable<void> {
        while (!(co_await session.read_request()).empty()) {
          co_await session.write(reply_with(session.number == 1 ? 503 : 200, ""));
        }
      });
  const auto client = client_for(context, server, usual_authority());
  const auto first = send(*client, post("x"));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->status, 503);
  const auto second = send(*client, post("x"));
  ASSERT_TRUE(second);
  EXPECT_EQ(second->status, 200);
}

TEST_F(HttpsClient, GivesARedirectBackAsItIs) {
  scripted_server server(
      context, usual_identity(), [](server_session session) -> asio::awaitable<void> {
        while (!(co_await session.read_request()).empty()) {
          co_await session.write(reply_with(302, "", "Location: https://localhost/other\r\n"));
        }
      });
  const auto client = client_for(context, server, usual_authority());
  const auto answer = send(*client, get());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 302);
  EXPECT_EQ(answer->headers.find("location"), "https://localhost/other");
  EXPECT_EQ(server.requests.size(), 1U);
}

TEST_F(HttpsClient, ReadsChunksByteByByte) {
  scripted_server server(
      context, usual_identity(), [](server_session session) -> asio::awaitable<void> {
        co_await session.read_request();
        const std::string reply =
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            "3;ext=1\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\nTrailer: x\r\n\r\n";
        for (const char letter : reply) co_await session.write(std::string(1, letter));
        co_await answer_all(session);
      });
  const auto client = client_for(context, server, usual_authority());
  const auto answer = send(*client, get());
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body.view(), "abc0123456789abcdef");
  EXPECT_EQ(answer->headers.find("trailer"), std::nullopt);
  ASSERT_TRUE(send(*client, get()));
  EXPECT_EQ(server.connections, 1);
}

TEST_F(HttpsClient, ReadsABodyThatTheEndOfTheConnectionEnds) {
  scripted_server server(context, usual_identity(),
                         [](server_session session) -> asio::awaitable<void> {
                           co_await session.read_request();
                           co_await session.write("HTTP/1.1 200 OK\r\n\r\nto the end");
                           co_await session.finish();
                         });
  const auto client = client_for(context, server, usual_authority());
  const auto answer = send(*client, get());
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->body.view(), "to the end");
}

TEST_F(HttpsClient, ReadsAnAnswerWithoutABody) {
  scripted_server server(
      context, usual_identity(), [](server_session session) -> asio::awaitable<void> {
        co_await session.read_request();
        co_await session.write("HTTP/1.1 204 No Content\r\n\r\n");
        co_await session.read_request();
        co_await session.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        co_await answer_all(session);
      });
  const auto client = client_for(context, server, usual_authority());
  auto remove = get();
  remove.method = "DELETE";
  const auto removed = send(*client, std::move(remove));
  ASSERT_TRUE(removed);
  EXPECT_EQ(removed->status, 204);
  auto head = get();
  head.method = "HEAD";
  const auto headed = send(*client, std::move(head));
  ASSERT_TRUE(headed);
  EXPECT_TRUE(headed->body.empty());
  ASSERT_TRUE(send(*client, get()));
  EXPECT_EQ(server.connections, 1);
}

TEST_F(HttpsClient, CarriesLargeBodiesBothWays) {
  scripted_server server(context, usual_identity(), answer_all);
  server.reply_body = std::string(3'000'000, 'r');
  const auto client = client_for(context, server, usual_authority());
  const std::string large(1'000'000, 'q');
  const auto answer = send(*client, post(large));
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->body.view(), server.reply_body);
  EXPECT_TRUE(server.requests.at(0).ends_with(large));
}

TEST_F(HttpsClient, RefusesWhatItCannotWrite) {
  scripted_server server(context, usual_identity(), answer_all);
  const auto client = client_for(context, server, usual_authority());
  auto request = get();
  request.headers.add("X-Name", "a\r\nInjected: b");
  const auto answer = send(*client, std::move(request));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, failure::permanent);
  EXPECT_EQ(answer.error().code, net_errc::bad_request);
  EXPECT_EQ(server.connections, 0);
}

TEST_F(HttpsClient, ClosesAConnectionLongUnused) {
  scripted_server server(context, usual_identity(),
                         [](server_session session) -> asio::awaitable<void> {
                           co_await session.read_request();
                           co_await session.write(reply_with(200, ""));
                           co_await session.read_request();  // ends when the client closes
                           session.server->reached.set();
                         });
  https_client_settings settings;
  settings.host = "127.0.0.1";
  settings.port = server.port();
  settings.ca_file = usual_authority().file();
  settings.idle_timeout = std::chrono::milliseconds(20);
  const auto client = make_https_client(context.get_executor(), settings);
  ASSERT_TRUE(client);
  ASSERT_TRUE(send(**client, get()));
  run(context, [](scripted_server* waited) -> asio::awaitable<bool> {
    co_await waited->reached.wait();
    co_return true;
  }(&server));
}

}  // namespace
}  // namespace daypass::net::testing

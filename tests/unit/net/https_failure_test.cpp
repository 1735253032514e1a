// What an error says about the request's effect, at each point where an exchange can break.
#include "unit/net/scripted_server.hpp"

#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>
#include <sys/socket.h>

namespace daypass::net::testing {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

class HttpsFailure : public ::testing::Test {
 protected:
  // A POST, and what came of it, by a server that follows `script`.
  error post_to(server_script script, https_client_settings settings = {}) {
    scripted_server server(context, usual_identity(), script);
    settings.host = "localhost";
    settings.port = server.port();
    settings.ca_file = usual_authority().file();
    auto client = make_https_client(context.get_executor(), std::move(settings));
    auto answer = run(context, (*client)->send(post("x")));
    requests = server.requests.size();
    return answer ? error{} : answer.error();
  }

  asio::io_context context;
  std::size_t requests = 0;
};

void expect_unknown(const error& got, net_errc code) {
  EXPECT_EQ(got.kind, failure::unknown_effect) << got.what;
  EXPECT_EQ(got.scope, failure_scope::hire);
  EXPECT_EQ(got.code, code) << got.what;
}

TEST_F(HttpsFailure, IsRetryableWhenTheNameHasNoAddress) {
  https_client_settings settings;
  settings.host = "no-such-host.invalid";
  const auto client = make_https_client(context.get_executor(), settings);
  const auto answer = run(context, (*client)->send(post("x")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, failure::retryable);
  EXPECT_EQ(answer.error().scope, failure_scope::lane);
  EXPECT_EQ(answer.error().code, net_errc::resolve_failed);
}

TEST_F(HttpsFailure, IsRetryableWhenNobodyListens) {
  asio::ip::tcp::acceptor taken(context, {asio::ip::address_v4::loopback(), 0});
  https_client_settings settings;
  settings.host = "127.0.0.1";
  settings.port = taken.local_endpoint().port();
  taken.close();
  const auto client = make_https_client(context.get_executor(), settings);
  const auto answer = run(context, (*client)->send(post("x")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, failure::retryable);
  EXPECT_EQ(answer.error().scope, failure_scope::lane);
  EXPECT_EQ(answer.error().code, net_errc::connect_failed);
}

TEST_F(HttpsFailure, IsRetryableWhenTheOtherSideSpeaksNoTls) {
  scripted_server server(context, usual_identity(), [](server_session session) -> awaitable<void> {
    co_await asio::async_write(session.stream->next_layer(), asio::buffer("220 mail ready\r\n", 16),
                               asio::use_awaitable);
  });
  server.handshakes = false;
  const auto client = client_for(context, server, usual_authority());
  const auto answer = run(context, client->send(post("x")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, failure::retryable);
  EXPECT_EQ(answer.error().code, net_errc::tls_failed);
}

TEST_F(HttpsFailure, IsRetryableWhenTheHandshakeStalls) {
  scripted_server server(context, usual_identity(), [](server_session session) -> awaitable<void> {
    co_await session.server->gate.wait();
  });
  server.handshakes = false;
  https_client_settings settings;
  settings.host = "localhost";
  settings.port = server.port();
  settings.ca_file = usual_authority().file();
  settings.connect_timeout = std::chrono::milliseconds(50);
  const auto client = make_https_client(context.get_executor(), settings);
  const auto answer = run(context, (*client)->send(post("x")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, failure::retryable);
  EXPECT_EQ(answer.error().scope, failure_scope::lane);
  EXPECT_EQ(answer.error().code, net_errc::tls_failed);
}

TEST_F(HttpsFailure, IsUnknownWhenTheConnectionEndsBeforeTheAnswer) {
  const auto got = post_to([](server_session session) -> awaitable<void> {
    co_await session.read_request();
    session.cut();
  });
  expect_unknown(got, net_errc::closed_early);
  EXPECT_EQ(requests, 1U);
}

TEST_F(HttpsFailure, IsUnknownWhenTheConnectionIsResetBeforeTheRequestIsRead) {
  const auto got = post_to([](server_session session) -> awaitable<void> {
    session.stream->lowest_layer().set_option(asio::socket_base::linger(true, 0));
    session.cut();
    co_return;
  });
  expect_unknown(got, net_errc::closed_early);
}

TEST_F(HttpsFailure, IsUnknownWhenTheConnectionEndsInTheHeader) {
  const auto got = post_to([](server_session session) -> awaitable<void> {
    co_await session.read_request();
    co_await session.write("HTTP/1.1 201 Created\r\nContent-");
    co_await session.finish();
  });
  expect_unknown(got, net_errc::closed_early);
}

TEST_F(HttpsFailure, IsUnknownWhenTheConnectionEndsInTheBody) {
  const auto got = post_to([](server_session session) -> awaitable<void> {
    co_await session.read_request();
    co_await session.write("HTTP/1.1 201 Created\r\nContent-Length: 10\r\n\r\n12345");
    co_await session.finish();
  });
  expect_unknown(got, net_errc::closed_early);
}

TEST_F(HttpsFailure, IsUnknownWhenABodyWithoutLengthIsCutWithoutTlsEnd) {
  const auto got = post_to([](server_session session) -> awaitable<void> {
    co_await session.read_request();
    co_await session.write("HTTP/1.1 200 OK\r\n\r\nnot all of");
    session.cut();
  });
  expect_unknown(got, net_errc::closed_early);
}

TEST_F(HttpsFailure, IsUnknownWhenTheHeaderIsTooLarge) {
  const auto got = post_to([](server_session session) -> awaitable<void> {
    co_await session.read_request();
    co_await session.write(reply_with(200, "", "X-Long: " + std::string(20'000, 'x') + "\r\n"));
  });
  expect_unknown(got, net_errc::header_too_large);
}

TEST_F(HttpsFailure, IsUnknownWhenTheAnnouncedBodyIsTooLarge) {
  https_client_settings settings;
  settings.max_body_bytes = 1000;
  const auto got = post_to(
      [](server_session session) -> awaitable<void> {
        co_await session.read_request();
        co_await session.write("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n");
      },
      settings);
  expect_unknown(got, net_errc::body_too_large);
}

TEST_F(HttpsFailure, IsUnknownWhenChunksAddUpToTooMuch) {
  https_client_settings settings;
  settings.max_body_bytes = 1000;
  const auto got = post_to(
      [](server_session session) -> awaitable<void> {
        co_await session.read_request();
        co_await session.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        const std::string chunk = "100\r\n" + std::string(256, 'x') + "\r\n";
        for (int count = 0; count < 4; ++count) co_await session.write(chunk);
      },
      settings);
  expect_unknown(got, net_errc::body_too_large);
}

TEST_F(HttpsFailure, IsUnknownWhenTheAnswerIsNoHttp) {
  const auto got = post_to([](server_session session) -> awaitable<void> {
    co_await session.read_request();
    co_await session.write("SSH-2.0-OpenSSH_9.2\r\n\r\n");
  });
  expect_unknown(got, net_errc::bad_reply);
}

TEST_F(HttpsFailure, RepeatsAGetOnceWhenTheKeptConnectionEndsUnderIt) {
  scripted_server server(context, usual_identity(), [](server_session session) -> awaitable<void> {
    co_await session.read_request();
    co_await session.write(reply_with(200, "first"));
    co_await session.read_request();
    if (session.number == 1) session.cut();  // read, and not answered
    co_await session.write(reply_with(200, "again"));
  });
  const auto client = client_for(context, server, usual_authority());
  ASSERT_TRUE(run(context, client->send(get())));
  const auto answer = run(context, client->send(get()));
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->body.view(), "first");
  EXPECT_EQ(server.connections, 2);
  EXPECT_EQ(server.requests.size(), 3U);
}

TEST_F(HttpsFailure, NeverRepeatsAPostOnAKeptConnection) {
  scripted_server server(context, usual_identity(), [](server_session session) -> awaitable<void> {
    co_await session.read_request();
    co_await session.write(reply_with(200, "first"));
    co_await session.read_request();
    session.cut();
  });
  const auto client = client_for(context, server, usual_authority());
  ASSERT_TRUE(run(context, client->send(get())));
  const auto answer = run(context, client->send(post("x")));
  ASSERT_FALSE(answer);
  expect_unknown(answer.error(), net_errc::closed_early);
  EXPECT_EQ(server.connections, 1);
  EXPECT_EQ(server.requests.size(), 2U);
}

TEST_F(HttpsFailure, SeesAKeptConnectionThatWasClosedBeforeItWrites) {
  scripted_server server(context, usual_identity(), [](server_session session) -> awaitable<void> {
    co_await session.read_request();
    co_await session.write(reply_with(200, ""));
    if (session.number != 1) co_return;
    session.cut();
    session.server->reached.set();
  });
  const auto client = client_for(context, server, usual_authority());
  ASSERT_TRUE(run(context, client->send(get())));
  run(context, [](scripted_server* waited) -> awaitable<bool> {
    co_await waited->reached.wait();
    co_return true;
  }(&server));
  const auto answer = run(context, client->send(post("x")));
  EXPECT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(server.connections, 2);
}

TEST_F(HttpsFailure, SaysThatAGetHadNoEffect) {
  scripted_server server(context, usual_identity(), [](server_session session) -> awaitable<void> {
    co_await session.read_request();
    session.cut();
  });
  const auto client = client_for(context, server, usual_authority());
  const auto answer = run(context, client->send(get()));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, failure::retryable);
  EXPECT_EQ(server.requests.size(), 1U);
}

// A server that goes so far and no further; each stage is what it has written by then.
struct stall_case {
  const char* name;
  const char* written;
};

class HttpsDeadline : public ::testing::TestWithParam<stall_case> {};

TEST_P(HttpsDeadline, IsUnknownOnceTheRequestWasSent) {
  asio::io_context context;
  scripted_server server(context, usual_identity(), [](server_session session) -> awaitable<void> {
    co_await session.read_request();
    co_await session.write(reply_with(200, ""));
    co_await session.read_request();
    if (!session.server->reply_body.empty()) co_await session.write(session.server->reply_body);
    co_await session.server->gate.wait();
  });
  server.reply_body = GetParam().written;
  const auto client = client_for(context, server, usual_authority());
  ASSERT_TRUE(run(context, client->send(get())));  // connected, so only the exchange is left
  auto request = post("x");
  request.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(300);
  const auto answer = run(context, client->send(std::move(request)));
  ASSERT_FALSE(answer);
  expect_unknown(answer.error(), net_errc::deadline);
  EXPECT_EQ(server.requests.size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(
    Stages, HttpsDeadline,
    ::testing::Values(stall_case{"Silent", ""}, stall_case{"InTheHeader", "HTTP/1.1 200 OK\r\nA"},
                      stall_case{"InTheBody", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"},
                      stall_case{"InAChunk",
                                 "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nab"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_F(HttpsFailure, IsRetryableWhenTheDeadlineHasPassedAlready) {
  scripted_server server(context, usual_identity(), answer_all);
  const auto client = client_for(context, server, usual_authority());
  auto request = post("x");
  request.deadline = {};
  const auto answer = run(context, client->send(std::move(request)));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, failure::retryable);
  EXPECT_EQ(answer.error().code, net_errc::deadline);
  EXPECT_EQ(server.connections, 0);
}

TEST_F(HttpsFailure, SendsNothingOnceTheTimeToSendItIsOver) {
  scripted_server server(context, usual_identity(), answer_all);
  const auto client = client_for(context, server, usual_authority());
  auto late = post("x");
  late.send_before = std::chrono::steady_clock::now();
  const auto answer = run(context, client->send(std::move(late)));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, failure::cancelled) << answer.error().what;
  EXPECT_TRUE(run(context, client->send(post("y"))));
  EXPECT_EQ(server.requests.size(), 1U);
}

}  // namespace
}  // namespace daypass::net::testing

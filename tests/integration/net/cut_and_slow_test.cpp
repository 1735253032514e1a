// Answers that end early at any byte, and those that take their time.
#include "integration/net/hostile_server.hpp"
#include "integration/net/memory_meter.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <string_view>

namespace daypass::net::testing {
namespace {

namespace asio = boost::asio;

struct whole_answer {
  const char* name;
  const char* text;
  const char* body;
  bool ends_with_tls;  ///< Its body has no length: TLS's own end is the answer's end.
};

void PrintTo(const whole_answer& given, std::ostream* out) {
  *out << given.name;
}

class CutAnswer : public ::testing::TestWithParam<whole_answer> {
 protected:
  // Sends `method` to a server that ends each connection behind `text`.
  result<http_response> ask(const std::string& method, std::string_view text,
                            server_script ending) {
    hostile_server server(context, ending);
    server.start = text;
    const auto client = client_of(context, server);
    return run(context, client->send(method == "POST" ? post("x") : get()));
  }

  asio::io_context context;
};

TEST_P(CutAnswer, IsNoAnswerWhereverItIsCut) {
  const std::string_view text = GetParam().text;
  const auto most = GetParam().ends_with_tls ? text.size() : text.size() - 1;
  for (std::size_t size = 0; size <= most; ++size) {
    SCOPED_TRACE(size);
    const std::string method = size % 2 == 0 ? "POST" : "GET";
    expect_no_answer(ask(method, text.substr(0, size), answer_and_cut), method,
                     net_errc::closed_early);
  }
}

TEST_P(CutAnswer, IsNoAnswerWhereverTlsEndsEither) {
  const std::string_view text = GetParam().text;
  const auto header = text.find("\r\n\r\n") + 4;
  for (std::size_t size = 0; size < text.size(); ++size) {
    SCOPED_TRACE(size);
    const std::string method = size % 2 == 0 ? "GET" : "POST";
    const auto answer = ask(method, text.substr(0, size), answer_and_finish);
    if (!GetParam().ends_with_tls || size < header) {
      expect_no_answer(answer, method, net_errc::closed_early);
    } else {
      ASSERT_TRUE(answer) << answer.error().what;
      EXPECT_EQ(answer->body.view(), text.substr(header, size - header));
    }
  }
}

TEST_P(CutAnswer, IsOneWhenItIsWhole) {
  const auto answer = ask("POST", GetParam().text, answer_and_finish);
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->body.view(), GetParam().body);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, CutAnswer,
    ::testing::Values(whole_answer{"WithLength",
                                   "HTTP/1.1 201 Made\r\nContent-Length: 5\r\n\r\nhello", "hello",
                                   false},
                      whole_answer{"InChunks",
                                   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                   "2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nA: b\r\n\r\n",
                                   "hello", false},
                      whole_answer{"WithoutLength", "HTTP/1.1 200 OK\r\n\r\nhello", "hello", true},
                      whole_answer{"BehindAnInterimOne",
                                   "HTTP/1.1 100 Go\r\n\r\nHTTP/1.1 204 No\r\nX: y\r\n\r\n", "",
                                   false}),
    [](const auto& info) { return std::string(info.param.name); });

// What is no header's end for us, however the server means it.
TEST(CutAnswerOfOldTimes, IsNoAnswer) {
  for (const auto* text : {"hello\r\n", "HTTP/1.1 200 OK\nContent-Length: 0\n\n", "\r\n\r\n"}) {
    asio::io_context context;
    hostile_server server(context, answer_and_finish);
    server.start = text;
    const auto client = client_of(context, server);
    const auto answer = run(context, client->send(post("x")));
    ASSERT_FALSE(answer) << text;
    EXPECT_EQ(answer.error().kind, failure::unknown_effect) << answer.error().what;
  }
}

struct slow_answer {
  const char* name;
  const char* start;
  const char* again;
};

void PrintTo(const slow_answer& given, std::ostream* out) {
  *out << given.name;
}

class SlowAnswer : public ::testing::TestWithParam<slow_answer> {};

constexpr std::chrono::milliseconds short_patience{300};
constexpr std::chrono::seconds generous_bound{10};

TEST_P(SlowAnswer, KeepsNobodyBeyondTheDeadline) {
  for (const std::string method : {"GET", "POST"}) {
    asio::io_context context;
    hostile_server server(context, answer_as_given);
    server.start = GetParam().start;
    server.again = GetParam().again;
    server.times = std::numeric_limits<std::size_t>::max();
    server.pause = std::chrono::milliseconds(5);
    const auto client = client_of(context, server);
    auto request = method == "POST" ? post("x") : get();
    const auto began = std::chrono::steady_clock::now();
    request.deadline = began + short_patience;
    const auto answer = run(context, client->send(std::move(request)));
    EXPECT_LT(std::chrono::steady_clock::now() - began, generous_bound);
    expect_no_answer(answer, method, net_errc::deadline);
    expect_left_behind(context, *client, server);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Places, SlowAnswer,
    ::testing::Values(
        slow_answer{"StatusLine", "HTTP/1.1 200 ", "x"},
        slow_answer{"Header", "HTTP/1.1 200 OK\r\n", "A: b\r\n"},
        slow_answer{"Interim", "", "HTTP/1.1 100 Continue\r\n\r\n"},
        slow_answer{"Body", "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", "x"},
        slow_answer{"BodyWithoutLength", "HTTP/1.1 200 OK\r\n\r\n", "x"},
        slow_answer{"Chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                    "1\r\nx\r\n"},
        slow_answer{"Trailers", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
                    "A: b\r\n"}),
    [](const auto& info) { return std::string(info.param.name); });

// Larger than what sockets take on the way.
constexpr std::size_t large_request = 32UL * 1024 * 1024;

result<http_response> send_large(asio::io_context& context, server_script script,
                                 std::chrono::milliseconds patience) {
  hostile_server server(context, script);
  const auto client = client_of(context, server);
  auto request = post(std::string(large_request, 'x'));
  request.deadline = std::chrono::steady_clock::now() + patience;
  auto answer = run(context, client->send(std::move(request)));
  expect_left_behind(context, *client, server);
  return answer;
}

// False at the end.
asio::awaitable<bool> read_some(server_session session) {
  std::array<char, 16UL * 1024> room{};
  auto [problem, size] = co_await session.stream->async_read_some(
      asio::buffer(room), asio::as_tuple(asio::use_awaitable));
  co_return !problem;
}

TEST(SlowReader, KeepsNobodyBeyondTheDeadline) {
  asio::io_context context;
  const auto began = std::chrono::steady_clock::now();
  const auto answer = send_large(
      context,
      [](server_session session) -> asio::awaitable<void> {
        co_await read_some(session);
        co_await session.server->gate.wait();
      },
      short_patience);
  EXPECT_LT(std::chrono::steady_clock::now() - began, generous_bound);
  expect_no_answer(answer, "POST", net_errc::deadline);
}

TEST(EarlyAnswer, IsOfUnknownEffectWhenTheRequestIsNotReadOn) {
  asio::io_context context;
  const auto answer = send_large(
      context,
      [](server_session session) -> asio::awaitable<void> {
        co_await read_some(session);
        co_await session.write(reply_with(201, "made"));
        session.cut();
      },
      std::chrono::seconds(20));
  expect_no_answer(answer, "POST", net_errc::closed_early);
}

TEST(EarlyAnswer, IsTheAnswerWhenTheRequestIsReadOn) {
  asio::io_context context;
  hostile_server server(context, [](server_session session) -> asio::awaitable<void> {
    co_await read_some(session);
    co_await session.write(reply_with(413, "too much"));
    while (co_await read_some(session)) {
    }
  });
  const auto client = client_of(context, server);
  const auto answer = run(context, client->send(post(std::string(large_request, 'x'))));
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->status, 413);
  EXPECT_EQ(answer->body.view(), "too much");
}

}  // namespace
}  // namespace daypass::net::testing

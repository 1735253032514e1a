// Answers that are too large, malformed or to be read in two ways: refused as what they are, in
// bounded memory, and the connection is used no more.
#include "integration/net/hostile_answer.hpp"
#include "integration/net/hostile_server.hpp"
#include "integration/net/memory_meter.hpp"
#include "integration/net/recording_peer.hpp"

namespace daypass::net::testing {
namespace {

namespace asio = boost::asio;

http_request request_of(const std::string& method) {
  return method == "POST" ? post("x") : get();
}

class HostileAnswer : public ::testing::TestWithParam<hostile_answer> {};

TEST_P(HostileAnswer, IsRefusedWithinItsLimits) {
  const auto& given = GetParam();
  for (const std::string method : {"GET", "POST"}) {
    asio::io_context context;
    hostile_server server(context, answer_as_given);
    server.start = given.start;
    server.again = given.again;
    server.times = given.times;
    https_client_settings settings;
    settings.max_body_bytes = given.max_body;
    const auto client = client_of(context, server, settings);
    const memory_meter memory;
    const auto answer = run(context, client->send(request_of(method)));
    EXPECT_LT(memory.peak(), given.memory_max);
    expect_no_answer(answer, method, given.code);
    expect_left_behind(context, *client, server);
  }
}

std::string name_of_answer(const ::testing::TestParamInfo<hostile_answer>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(TooLarge, HostileAnswer, ::testing::ValuesIn(too_large_answers()),
                         name_of_answer);
INSTANTIATE_TEST_SUITE_P(TwoWays, HostileAnswer, ::testing::ValuesIn(two_way_answers()),
                         name_of_answer);
INSTANTIATE_TEST_SUITE_P(Malformed, HostileAnswer, ::testing::ValuesIn(malformed_answers()),
                         name_of_answer);

// Answers that are odd and yet whole: what they give, and whether the connection may be kept.
struct odd_answer {
  const char* name;
  const char* method;
  const char* text;
  int status;
  const char* body;
  bool kept;
};

void PrintTo(const odd_answer& given, std::ostream* out) {
  *out << given.name;
}

class OddAnswer : public ::testing::TestWithParam<odd_answer> {};

asio::awaitable<void> answer_twice(server_session session) {
  co_await session.read_request();
  co_await write_on(session, hostile_of(session).start);
  if (!(co_await session.read_request()).empty()) {
    co_await session.write(reply_with(200, good_body));
  }
}

TEST_P(OddAnswer, GivesWhatItSaysAndNoMore) {
  const auto& given = GetParam();
  asio::io_context context;
  hostile_server server(context, answer_twice);
  server.start = given.text;
  const auto client = client_of(context, server);
  auto request = get();
  request.method = given.method;
  const auto answer = run(context, client->send(std::move(request)));
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->status, given.status);
  EXPECT_EQ(answer->body.view(), given.body);
  expect_left_behind(context, *client, server, given.kept ? 1 : 2);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, OddAnswer,
    ::testing::Values(
        odd_answer{"Usual", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "ok",
                   true},
        odd_answer{"BytesBehindIt", "GET",
                   "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                   "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
                   200, "ok", false},
        odd_answer{"BodyForAHead", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", 200,
                   "", false},
        odd_answer{"BodyForNoContent", "GET",
                   "HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nevil", 204, "", false},
        odd_answer{"BodyForNotModified", "GET",
                   "HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nevil", 304, "", false},
        odd_answer{"LengthThatIsTooShort", "GET",
                   "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokevil", 200, "ok", false},
        odd_answer{"AnswerBehindAnInterimOne", "GET",
                   "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                   200, "ok", true},
        odd_answer{"SaidToBeCompressed", "GET",
                   "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n"
                   "\x1f\x8b\x08\x7f",
                   200, "\x1f\x8b\x08\x7f", true},
        odd_answer{"OfHttp10", "GET", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "ok",
                   false},
        odd_answer{"Trailers", "GET",
                   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n"
                   "Content-Type: text/html\r\nX: y\r\n\r\n",
                   200, "ok", true}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(OddHeader, IsUnfolded) {
  asio::io_context context;
  hostile_server server(context, answer_as_given);
  server.start = "HTTP/1.1 200 OK\r\nX: a\r\n Content-Length: 9\r\nContent-Length: 2\r\n\r\nok";
  const auto client = client_of(context, server);
  const auto answer = run(context, client->send(get()));
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->headers.find("X"), "a Content-Length: 9");
  EXPECT_EQ(answer->body.view(), "ok");
}

// Both records of TLS come in one piece; the second may be read only by the next exchange.
TEST(AnswerNobodyAskedFor, IsNotTheNextRequestsAnswer) {
  asio::io_context context;
  recording_peer peer(context);
  peer.show(usual_identity());
  peer.answer_behind = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
  https_client_settings settings;
  settings.host = "localhost";
  settings.port = peer.port();
  settings.ca_file = usual_authority().file();
  const auto client = make_https_client(context.get_executor(), settings);
  ASSERT_TRUE(client);
  for (const int connections : {1, 2, 3}) {
    const auto answer = run(context, (*client)->send(post("x")));
    ASSERT_TRUE(answer) << answer.error().what;
    EXPECT_EQ(answer->body.view(), "hello");
    EXPECT_EQ(peer.connections, connections);
  }
}

// The same, but it comes while the connection is idle.
TEST(AnswerNobodyAskedFor, IsSeenWhenItComesLater) {
  asio::io_context context;
  hostile_server server(context, [](server_session session) -> asio::awaitable<void> {
    co_await session.read_request();
    co_await session.write(reply_with(200, "first"));
    co_await session.server->gate.wait();
    co_await session.write(reply_with(200, "evil"));
    session.server->reached.set();
    co_await session.read_request();
  });
  const auto client = client_of(context, server);
  ASSERT_TRUE(run(context, client->send(get())));
  server.gate.set();
  while (!server.reached.is_set()) context.run_one();
  const auto answer = run(context, client->send(post("x")));
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->body.view(), good_body);
  EXPECT_EQ(server.connections, 2);
}

asio::awaitable<void> answer_in_chunks(server_session session) {
  co_await session.read_request();
  auto& server = hostile_of(session);
  co_await write_on(session, server.start);
  for (auto left = server.times; left != 0; --left) co_await write_on(session, server.again);
  co_await write_on(session, "0\r\n\r\n");
  co_await session.read_request();
}

// The first chunk is such that doubling comes to nearly the limit, and would then go far beyond.
TEST(LargestAnswer, IsReadInBoundedMemory) {
  constexpr std::size_t mebibyte = 1024UL * 1024;
  constexpr std::size_t first_size = 0x3E00;
  constexpr std::size_t chunk_size = 0x4000;
  asio::io_context context;
  hostile_server server(context, answer_in_chunks);
  server.start = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3E00\r\n" +
                 std::string(first_size, 'x') + "\r\n";
  server.again = "4000\r\n" + std::string(chunk_size, 'x') + "\r\n";
  server.times = 4 * mebibyte / chunk_size - 1;
  const auto client = client_of(context, server);
  const memory_meter memory;
  const auto answer = run(context, client->send(get()));
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->body.size(), server.times * chunk_size + first_size);
  EXPECT_LT(memory.peak(), 8 * mebibyte + mebibyte / 2) << "the old room and the new one";
}

}  // namespace
}  // namespace daypass::net::testing

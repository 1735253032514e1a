// What the small server does with clients that are up to no good: it answers with what is wrong or
// goes silent, in bounded memory and time, and serves the others.
#include "integration/net/memory_meter.hpp"
#include "unit/net/scripted_server.hpp"

#include "daypass/net/http_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <ostream>

namespace daypass::net::testing {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;
using namespace std::string_literals;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t forever = std::numeric_limits<std::size_t>::max();

// A connection of which one coroutine reads all that comes while another writes.
struct client_end {
  explicit client_end(asio::io_context& context) : socket(context), ended(context.get_executor()) {}

  static awaitable<void> read_all(std::shared_ptr<client_end> self) {
    std::array<char, 4096> room{};
    while (true) {
      auto [problem, size] = co_await self->socket.async_read_some(asio::buffer(room), as_result);
      if (problem) break;
      self->got.append(room.data(), size);
    }
    self->ended.set();
  }

  awaitable<bool> write(std::string_view text) {
    auto [problem, size] =
        co_await asio::async_write(socket, asio::buffer(text.data(), text.size()), as_result);
    sent += size;
    co_return !problem;
  }

  tcp::socket socket;
  wake_signal ended;
  std::string got;
  std::size_t sent = 0;
};

class HostileClient : public ::testing::Test {
 protected:
  void start(http_server_settings settings = {}) {
    server = make_http_server(context.get_executor(), std::move(settings), counting_handler{this});
    const auto started = server->start();
    ASSERT_TRUE(started) << started.error().what;
  }

  std::shared_ptr<client_end> connect(bool reads = true) {
    auto client = std::make_shared<client_end>(context);
    client->socket.connect({asio::ip::address_v4::loopback(), server->port()});
    if (reads) asio::co_spawn(context, client_end::read_all(client), asio::detached);
    return client;
  }

  // Writes `first`, then `again` so many `times`, with `pause` before each; then waits for the end.
  static awaitable<bool> talk(std::shared_ptr<client_end> client, std::string first,
                              std::string again = "", std::size_t times = 0,
                              std::chrono::milliseconds pause = {}) {
    bool open = co_await client->write(first);
    asio::steady_timer timer(client->socket.get_executor());
    for (std::size_t left = times; open && left != 0 && !client->ended.is_set(); --left) {
      if (pause.count() != 0) {
        timer.expires_after(pause);
        co_await timer.async_wait(as_result);
      }
      open = co_await client->write(again);
    }
    co_await client->ended.wait();
    co_return true;
  }

  std::string ask(const std::string& text) {
    const auto client = connect();
    run(context, talk(client, text));
    return client->got;
  }

  void expect_served() {
    EXPECT_TRUE(ask(good_query).starts_with("HTTP/1.1 200 ")) << "others are served";
  }

  void TearDown() override {
    if (!server) return;
    run(context, [](http_server* ending) -> awaitable<bool> {
      co_await ending->stop(std::chrono::milliseconds(0));
      co_return true;
    }(server.get()));
  }

  struct counting_handler {
    HostileClient* test;
    awaitable<http_reply> operator()(http_query query) const {
      return count(test, std::move(query));
    }
    static awaitable<http_reply> count(HostileClient* test, http_query query) {
      ++test->answered;
      http_reply reply;
      reply.body = test->reply_body.empty() ? std::string(query.path()) + ";" : test->reply_body;
      co_return reply;
    }
  };

  static constexpr const char* good_query =
      "GET /good HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  asio::io_context context;
  std::unique_ptr<http_server> server;
  std::string reply_body;
  int answered = 0;
};

struct hostile_query {
  std::string name;
  int status;
  std::string first;
  std::string again = {};
  std::size_t times = 0;
};

void PrintTo(const hostile_query& given, std::ostream* out) {
  *out << given.name;
}

class HostileQuery : public HostileClient, public ::testing::WithParamInterface<hostile_query> {};

TEST_P(HostileQuery, IsRefusedWithinItsLimits) {
  const auto& given = GetParam();
  start();
  std::string block;
  while (!given.again.empty() && block.size() < 4096) block += given.again;
  const auto client = connect();
  const memory_meter memory;
  run(context, talk(client, given.first, block, given.times));
  constexpr std::size_t some = 256UL * 1024;
  EXPECT_LT(memory.peak(), some);
  EXPECT_TRUE(client->got.starts_with("HTTP/1.1 " + std::to_string(given.status) + " "))
      << client->got;
  EXPECT_EQ(client->got.find("HTTP/1.1", 1), std::string::npos) << client->got;
  EXPECT_EQ(answered, 0);
  expect_served();
}

const std::string get_line = "GET / HTTP/1.1\r\nHost: localhost\r\n";
const std::string post_line = "POST / HTTP/1.1\r\nHost: localhost\r\n";
const std::string post_chunks = post_line + "Transfer-Encoding: chunked\r\n\r\n";

INSTANTIATE_TEST_SUITE_P(
    TooLarge, HostileQuery,
    ::testing::Values(
        hostile_query{"TargetWithoutEnd", 431, "GET /", "x", forever},
        hostile_query{"MethodWithoutEnd", 431, "", "X", forever},
        hostile_query{"HeaderLineWithoutEnd", 431, get_line + "X: ", "x", forever},
        hostile_query{"HeadersWithoutEnd", 431, get_line, "A: b\r\n", forever},
        hostile_query{"ChunkExtensionWithoutEnd", 431, post_chunks + "1;", "x", forever},
        hostile_query{"TrailersWithoutEnd", 431, post_chunks + "0\r\n", "A: b\r\n", forever},
        hostile_query{"AnnouncedBody", 413, post_line + "Content-Length: 65537\r\n\r\n"},
        hostile_query{"AnnouncedBodyThatComes", 413, post_line + "Content-Length: 99999999\r\n\r\n",
                      "x", forever},
        hostile_query{"ChunkBomb", 413, post_chunks + "FFFFFFFFFFFFFFFF\r\nxxxxx"},
        hostile_query{"ChunksOfOneByteWithoutEnd", 413, post_chunks, "1\r\nx\r\n", forever}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Malformed, HostileQuery,
    ::testing::Values(
        hostile_query{"ChunkSizeThatOverflows", 400, post_chunks + "10000000000000005\r\nhello"},
        hostile_query{"NegativeChunkSize", 400, post_chunks + "-1\r\nhello"},
        hostile_query{"TwoLengths", 400,
                      post_line + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"},
        hostile_query{"LengthAndChunks", 400,
                      post_line + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
                                  "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"},
        hostile_query{"CompressedChunks", 400,
                      post_line + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
        hostile_query{"SpaceBeforeTheColon", 400, "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n"},
        hostile_query{"NulInAHeader", 400, get_line + "X: a\0b\r\n\r\n"s},
        hostile_query{"MethodThatIsNoToken", 400, "G@T / HTTP/1.1\r\nHost: localhost\r\n\r\n"},
        hostile_query{"NoMethod", 400, " / HTTP/1.1\r\nHost: localhost\r\n\r\n"},
        hostile_query{"SpaceInTheTarget", 400, "GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n"},
        hostile_query{"NoVersion", 400, "GET /\r\n\r\n"},
        hostile_query{"VersionToCome", 400, "GET / HTTP/3.0\r\nHost: localhost\r\n\r\n"},
        hostile_query{"Http2Preface", 400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
        hostile_query{"AnAnswer", 400, "HTTP/1.1 200 OK\r\nHost: localhost\r\n\r\n"},
        hostile_query{"Tunnel", 405, "CONNECT / HTTP/1.1\r\nHost: localhost\r\n\r\n"},
        hostile_query{"NoHostOfOldTimes", 421, "GET / HTTP/1.0\r\n\r\n"},
        hostile_query{"NoHost", 421, "GET / HTTP/1.1\r\n\r\n"},
        hostile_query{"TwoHosts", 421, get_line + "Host: localhost\r\n\r\n"},
        hostile_query{"HostWithAUser", 421,
                      "GET / HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n"},
        hostile_query{"RefusedWithAnotherBehindIt", 421,
                      "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n" + get_line + "\r\n"}),
    [](const auto& info) { return info.param.name; });

http_server_settings impatient() {
  http_server_settings settings;
  settings.max_connections = 8;
  settings.header_timeout = std::chrono::milliseconds(300);
  settings.write_timeout = std::chrono::milliseconds(300);
  return settings;
}

// As many as there is room for, each a byte now and then.
TEST_F(HostileClient, KeepsNoPlaceBySlowness) {
  start(impatient());
  std::vector<std::shared_ptr<client_end>> slow;
  for (std::size_t count = 0; count < impatient().max_connections; ++count) {
    slow.push_back(connect());
    const bool in_body = count % 2 == 0;
    const auto first = in_body ? post_line + "Content-Length: 60000\r\n\r\n" : get_line + "X: ";
    asio::co_spawn(context, talk(slow.back(), first, "x", forever, std::chrono::milliseconds(5)),
                   asio::detached);
  }
  expect_served();
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  for (const auto& client : slow) {
    while (!client->ended.is_set()) ASSERT_NE(context.run_one_until(limit), 0U);
    EXPECT_EQ(client->got, "");
  }
  EXPECT_EQ(answered, 1);
}

TEST_F(HostileClient, KeepsNoMemoryByNotReading) {
  start(impatient());
  constexpr std::size_t large = 32UL * 1024 * 1024;
  reply_body = std::string(large, 'x');
  const memory_meter memory;
  {
    const auto deaf = connect(false);
    deaf->socket.send(asio::buffer(get_line + "\r\n" + get_line + "\r\n"));
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (memory.held() < large) ASSERT_NE(context.run_one_until(limit), 0U);
    while (memory.held() > large / 32) ASSERT_NE(context.run_one_until(limit), 0U) << memory.held();
  }
  EXPECT_EQ(answered, 1);
  reply_body.clear();
  expect_served();
}

TEST_F(HostileClient, GetsAnAnswerToEachOfManyQueriesAtOnce) {
  start();
  constexpr int many = 500;
  std::string queries;
  std::string expected;
  for (int number = 0; number < many; ++number) {
    queries += "GET /" + std::to_string(number) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    expected += "/" + std::to_string(number) + ";";
  }
  const auto client = connect();
  const memory_meter memory;
  run(context, talk(client, queries + good_query));
  EXPECT_LT(memory.peak(), 512UL * 1024);
  EXPECT_EQ(answered, many + 1);
  std::string bodies;
  for (std::size_t at = 0; (at = client->got.find("\r\n\r\n", at)) != std::string::npos;) {
    at += 4;
    bodies += client->got.substr(at, client->got.find(';', at) + 1 - at);
  }
  EXPECT_EQ(bodies, expected + "/good;");
}

TEST_F(HostileClient, FindsRoomAmongManyConnections) {
  auto settings = impatient();
  settings.header_timeout = std::chrono::seconds(20);
  start(settings);
  constexpr int many = 200;
  std::vector<std::shared_ptr<client_end>> clients;
  const memory_meter memory;
  for (int count = 0; count < many; ++count) {
    clients.push_back(connect());
    asio::co_spawn(context, talk(clients.back(), good_query), asio::detached);
  }
  expect_served();
  for (const auto& client : clients) {
    while (!client->ended.is_set()) context.run_one();
    EXPECT_TRUE(client->got.starts_with("HTTP/1.1 200 "));
  }
  EXPECT_LT(memory.peak(), 4UL * 1024 * 1024);
  EXPECT_EQ(answered, many + 1);
}

TEST_F(HostileClient, CausesNothingByHalfAQuery) {
  start();
  const std::string whole = post_line + "Content-Length: 5\r\nConnection: close\r\n\r\nhello";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto client = connect();
    client->socket.send(asio::buffer(whole.data(), size));
    client->socket.shutdown(tcp::socket::shutdown_send);
    run(context, talk(client, ""));
    EXPECT_EQ(client->got, "") << size;
    EXPECT_EQ(answered, 0) << size;
  }
  EXPECT_TRUE(ask(whole).starts_with("HTTP/1.1 200 "));
  EXPECT_EQ(answered, 1);
}

}  // namespace
}  // namespace daypass::net::testing

#include "http_parser.hpp"

#include <gtest/gtest.h>

namespace daypass::net {
namespace {

constexpr message_limits limits{200, 50};

struct outcome {
  http_response response;
  std::optional<net_errc> problem;
  bool done = false;
  bool keeps_alive = false;
  std::size_t left = 0;
};

// Gives `bytes` in pieces of `step`, as a network might.
outcome read_in_steps(std::string_view bytes, std::size_t step, bool without_body = false) {
  outcome out;
  reply_parser parser(limits);
  parser.start(out.response, without_body);
  std::string pending;
  while (!parser.done() && !bytes.empty()) {
    pending += bytes.substr(0, step);
    bytes.remove_prefix(std::min(step, bytes.size()));
    const auto used = parser.feed(pending);
    if (!used) {
      out.problem = used.error();
      return out;
    }
    pending.erase(0, *used);
  }
  out.done = parser.done();
  if (out.done) out.keeps_alive = parser.keeps_alive();
  out.left = pending.size() + bytes.size();
  return out;
}

class HttpParser : public ::testing::TestWithParam<std::size_t> {
 protected:
  outcome read(std::string_view bytes) { return read_in_steps(bytes, GetParam()); }
};

TEST_P(HttpParser, ReadsALengthAndLeavesWhatFollows) {
  const auto got = read("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcNEXT");
  EXPECT_TRUE(got.done && got.keeps_alive);
  EXPECT_EQ(got.response.body.view(), "abc");
  EXPECT_EQ(got.left, 4U);
}

TEST_P(HttpParser, ReadsChunks) {
  const auto got = read(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
      "1\r\na\r\n02;x=y\r\nbc\r\n0\r\nA: b\r\n\r\n");
  EXPECT_TRUE(got.done && got.keeps_alive);
  EXPECT_EQ(got.response.body.view(), "abc");
}

TEST_P(HttpParser, ReadsAnEmptyChunkedBody) {
  const auto got = read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  EXPECT_TRUE(got.done);
  EXPECT_TRUE(got.response.body.empty());
}

TEST_P(HttpParser, DropsInterimAnswers) {
  const auto got = read(
      "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
      "HTTP/1.1 204 No Content\r\nX: y\r\n\r\n");
  EXPECT_TRUE(got.done);
  EXPECT_EQ(got.response.status, 204);
  EXPECT_EQ(got.response.headers.size(), 1U);
}

TEST_P(HttpParser, SaysWhenTheConnectionIsToClose) {
  EXPECT_FALSE(
      read("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").keeps_alive);
  EXPECT_FALSE(read("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n").keeps_alive);
}

TEST_P(HttpParser, KeepsToItsLimits) {
  const std::string long_line(300, 'x');
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nA: " + long_line + "\r\n\r\n").problem,
            net_errc::header_too_large);
  std::string many = "HTTP/1.1 200 OK\r\n";
  for (int count = 0; count < 60; ++count) many += "A: b\r\n";
  EXPECT_EQ(read(many + "\r\n").problem, net_errc::header_too_large);
  std::string interims;
  for (int count = 0; count < 20; ++count) interims += "HTTP/1.1 100 Continue\r\n\r\n";
  EXPECT_EQ(read(interims).problem, net_errc::header_too_large);
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(read(chunked + "1;" + long_line).problem, net_errc::header_too_large);
  EXPECT_EQ(read(chunked + "33\r\n").problem, std::nullopt) << "five bytes decide";
  EXPECT_EQ(read(chunked + "33\r\nabc").problem, net_errc::body_too_large);
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nContent-Length: 51\r\n\r\n").problem,
            net_errc::body_too_large);
}

TEST_P(HttpParser, RefusesWhatCouldBeReadTwoWays) {
  for (const auto* text :
       {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0x1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length : 1\r\n\r\n", "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n", "HTTP/1.1 600 OK\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nNoColon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nab"}) {
    EXPECT_EQ(read(text).problem, net_errc::bad_reply) << text;
  }
}

TEST_P(HttpParser, TakesNoBareLineFeedForALineEnd) {
  EXPECT_FALSE(read("HTTP/1.1 200 OK\nContent-Length: 0\n\n").done);
}

INSTANTIATE_TEST_SUITE_P(Steps, HttpParser, ::testing::Values(1, 2, 3, 7, 1000));

TEST(HttpParserEnd, EndsABodyWithoutALength) {
  http_response response;
  reply_parser parser(limits);
  parser.start(response);
  EXPECT_EQ(parser.feed_end().error(), net_errc::closed_early);
  ASSERT_TRUE(parser.feed("HTTP/1.1 200 OK\r\n\r\nabc"));
  EXPECT_FALSE(parser.done());
  EXPECT_TRUE(parser.feed_end());
  EXPECT_EQ(response.body.view(), "abc");
  EXPECT_FALSE(parser.keeps_alive());
}

TEST(HttpParserEnd, RefusesAnEndInTheMiddle) {
  for (const auto* text : {"HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
                           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"}) {
    http_response response;
    reply_parser parser(limits);
    parser.start(response);
    ASSERT_TRUE(parser.feed(text)) << text;
    const auto ended = parser.feed_end();
    ASSERT_FALSE(ended) << text;
    EXPECT_EQ(ended.error(), net_errc::closed_early) << text;
  }
}

TEST(HttpParserHead, ReadsNoBodyForAHead) {
  const auto got = read_in_steps("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", 1000, true);
  EXPECT_TRUE(got.done && got.keeps_alive);
}

}  // namespace
}  // namespace daypass::net

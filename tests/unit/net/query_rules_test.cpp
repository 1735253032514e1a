#include "query_rules.hpp"

#include <gtest/gtest.h>

namespace daypass::net {
namespace {

http_query query_for(std::initializer_list<const char*> hosts) {
  http_query query;
  query.method = "GET";
  query.target = "/";
  for (const auto* host : hosts) query.headers.add("Host", host);
  return query;
}

TEST(QueryRules, AllowsLoopbackAndConfiguredHosts) {
  const tcp_listen listens{"127.0.0.2", 0, {"daypass.example"}};
  for (const auto* host : {"localhost", "LocalHost:9090", "127.0.0.1", "127.0.0.1:9090", "[::1]",
                           "[::1]:9090", "127.0.0.2", "daypass.example:9090"}) {
    EXPECT_EQ(refusal_status(query_for({host}), &listens), std::nullopt) << host;
  }
  for (const auto* host :
       {"", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "[::2]", "[::1"}) {
    EXPECT_EQ(refusal_status(query_for({host}), &listens), 421) << host;
  }
  EXPECT_EQ(refusal_status(query_for({}), &listens), 421);
  EXPECT_EQ(refusal_status(query_for({"localhost", "localhost"}), &listens), 421);
  EXPECT_EQ(refusal_status(query_for({}), nullptr), std::nullopt) << "a Unix socket has no host";
}

TEST(QueryRules, LeavesOutWhatAStatusHasNot) {
  wiped_buffer out;
  http_reply reply;
  reply.status = 204;
  reply.headers.add("X-Own", "1");
  write_reply(out, reply, false, true);
  EXPECT_EQ(out.view(),
            "HTTP/1.1 204 No Content\r\nCache-Control: no-store\r\n"
            "X-Content-Type-Options: nosniff\r\nX-Own: 1\r\n\r\n");
}

TEST(HttpQuery, SplitsItsTarget) {
  http_query query;
  query.target = "/hires?state=parked&name=Zo%C3%AB&flag&bad=%4";
  EXPECT_EQ(query.path(), "/hires");
  EXPECT_EQ(query.parameter("state"), "parked");
  EXPECT_EQ(query.parameter("name"), "Zo\xC3\xAB");
  EXPECT_EQ(query.parameter("flag"), "");
  EXPECT_EQ(query.parameter("bad"), std::nullopt);
  EXPECT_EQ(query.parameter("none"), std::nullopt);
  query.target = "/hires";
  EXPECT_EQ(query.parameter("state"), std::nullopt);
}

}  // namespace
}  // namespace daypass::net

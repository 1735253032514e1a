#include "request_writer.hpp"

#include "daypass/net/net_errc.hpp"

#include <gtest/gtest.h>

namespace daypass::net {
namespace {

std::string written(const http_request& request) {
  wiped_buffer out;
  write_request(out, request, "graph.example");
  return std::string(out.view());
}

TEST(RequestWriter, WritesNoLengthForAGetAndOneForAnEmptyPost) {
  http_request request;
  EXPECT_EQ(written(request), "GET / HTTP/1.1\r\nHost: graph.example\r\n\r\n");
  request.method = "POST";
  EXPECT_EQ(written(request),
            "POST / HTTP/1.1\r\nHost: graph.example\r\nContent-Length: 0\r\n\r\n");
}

TEST(RequestWriter, RefusesWhatWouldChangeTheMessage) {
  const auto refuses = [](auto change) {
    http_request request;
    change(request);
    const auto checked = check_request(request);
    return !checked && checked.error().code == net_errc::bad_request &&
           checked.error().kind == failure::permanent;
  };
  EXPECT_FALSE(refuses([](http_request&) {}));
  EXPECT_TRUE(refuses([](http_request& request) { request.method = ""; }));
  EXPECT_TRUE(refuses([](http_request& request) { request.method = "GET /"; }));
  EXPECT_TRUE(refuses([](http_request& request) { request.target = ""; }));
  EXPECT_TRUE(refuses([](http_request& request) { request.target = "http://a/"; }));
  EXPECT_TRUE(refuses([](http_request& request) { request.target = "/a b"; }));
  EXPECT_TRUE(refuses([](http_request& request) { request.target = "/a\r\nb"; }));
  EXPECT_TRUE(refuses([](http_request& request) { request.target = "/\xC3\xA9"; }));
  EXPECT_TRUE(refuses([](http_request& request) { request.headers.add("a:", "b"); }));
  EXPECT_TRUE(refuses([](http_request& request) { request.headers.add("", "b"); }));
  EXPECT_TRUE(refuses([](http_request& request) { request.headers.add("a", "b\nc"); }));
  EXPECT_TRUE(refuses([](http_request& request) { request.headers.add("a", {"b\0c", 3}); }));
  EXPECT_TRUE(refuses([](http_request& request) { request.headers.add("HOST", "b"); }));
  EXPECT_TRUE(refuses([](http_request& request) { request.headers.add("Connection", "b"); }));
  EXPECT_TRUE(refuses([](http_request& request) { request.secret = secret_header{}; }));
}

TEST(RequestWriter, RefusesASecretWithALineBreak) {
  ASSERT_TRUE(initialise_secret_memory(1 << 16));
  http_request request;
  request.secret = secret_header{};
  request.secret->value =
      std::make_shared<const secret_text>(std::move(*secret_text::copy_of("a\r\nb")));
  EXPECT_FALSE(check_request(request));
}

TEST(HttpHeaders, FindsWithoutRegardToCase) {
  http_headers headers;
  headers.add("Retry-After", "2");
  headers.add("X-Two", "");
  headers.add("retry-after", "3");
  EXPECT_EQ(headers.find("RETRY-AFTER"), "2");
  EXPECT_EQ(headers.find("x-two"), "");
  EXPECT_EQ(headers.find("retry"), std::nullopt);
  EXPECT_EQ(headers.size(), 3U);
  const auto copy = headers.clone();
  EXPECT_EQ(copy.at(2).value, "3");
  EXPECT_EQ(copy.wire_form(), headers.wire_form());
}

}  // namespace
}  // namespace daypass::net

// A request's target and Host as the admin server takes them, and percent-encoding.
#include "query_rules.hpp"
#include "target.hpp"

#include "daypass/net/percent_encoding.hpp"

#include <string>

namespace daypass::fuzz {
namespace {

using namespace net;

void decode(std::string_view text) {
  const auto plain = percent_decode(text);
  if (!plain) {
    require(text.contains('%'), "only a percent sign can be wrong");
    return;
  }
  require(plain->size() <= text.size(), "nothing grows by being decoded");
  const std::string segment = encode_path_segment(*plain);
  require(percent_decode(segment) == *plain, "what was encoded is decoded again");
  require(segment.find_first_of("/?#& \r\n") == std::string::npos, "a segment ends nowhere early");
  require(encode_query_value(*plain) == segment, "a value is encoded like a segment");
}

void require_host(const http_query& query, const tcp_listen& listens_on) {
  const auto refused = refusal_status(query, &listens_on);
  require(!refused || *refused == 405 || *refused == 417 || *refused == 421,
          "a refusal has a status of its own");
  if (refused == 421) return;
  require(query.headers.size() == 1, "one Host came");
  std::string host(*query.headers.find("Host"));
  for (char& letter : host) letter = static_cast<char>(std::tolower(letter));
  const bool known = host.starts_with("localhost") || host.starts_with("127.0.0.1") ||
                     host.starts_with("[::1]") || host.starts_with("daypass.example");
  require(known, "a Host that was let in is on the list");
}

}  // namespace

void read_one(std::string_view bytes) {
  http_query query;
  query.method = take_line(bytes);
  query.target = take_line(bytes);
  const std::string_view name = take_line(bytes);
  require(query.target.starts_with(query.path()), "the path is the target's front");
  require(!query.path().contains('?'), "the path ends before the query");
  const auto value = query.parameter(name);
  if (value) require(query.target.contains('?'), "only a query has parameters");
  require(query.parameter(name) == value, "a parameter is the same again");
  decode(query.target);
  decode(name);

  while (!bytes.empty()) query.headers.add("Host", take_line(bytes));
  require_host(query, {.address = "127.0.0.1", .allowed_hosts = {"daypass.example"}});
}

}  // namespace daypass::fuzz

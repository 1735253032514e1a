#include "query_rules.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace daypass::net {
namespace {

std::string_view reason_of(int status) {
  constexpr std::array<std::pair<int, std::string_view>, 22> reasons{{
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {304, "Not Modified"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {406, "Not Acceptable"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {413, "Content Too Large"},
      {415, "Unsupported Media Type"},
      {417, "Expectation Failed"},
      {421, "Misdirected Request"},
      {422, "Unprocessable Content"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {503, "Service Unavailable"},
  }};
  const auto* found = std::ranges::find(reasons, status, &std::pair<int, std::string_view>::first);
  return found == reasons.end() ? std::string_view("Status") : found->second;
}

// The host of a Host header without its port; brackets of an IPv6 address stay.
std::string_view host_without_port(std::string_view host) {
  const auto bracket = host.find(']');
  const auto colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
  return host.substr(0, colon);
}

bool is_allowed_host(std::string_view host, const tcp_listen& listens_on) {
  const auto name = host_without_port(host);
  constexpr std::array<std::string_view, 3> loopback{"localhost", "127.0.0.1", "[::1]"};
  const auto is_same = [name](std::string_view allowed) {
    return equal_ignoring_case(name, allowed);
  };
  return std::ranges::any_of(loopback, is_same) || is_same(listens_on.address) ||
         std::ranges::any_of(listens_on.allowed_hosts, is_same);
}

bool has_one_allowed_host(const http_query& query, const tcp_listen& listens_on) {
  std::size_t seen = 0;
  for (std::size_t index = 0; index < query.headers.size(); ++index) {
    const auto field = query.headers.at(index);
    if (!equal_ignoring_case(field.name, "Host")) continue;
    if (!is_allowed_host(field.value, listens_on)) return false;
    ++seen;
  }
  return seen == 1;
}

void append_line(wiped_buffer& out, std::string_view name, std::string_view value) {
  out.append(name);
  out.append(": ");
  out.append(value);
  out.append("\r\n");
}

}  // namespace

std::optional<int> refusal_status(const http_query& query, const tcp_listen* listens_on) {
  constexpr int method_not_allowed = 405;
  constexpr int expectation_failed = 417;
  constexpr int misdirected = 421;
  if (listens_on != nullptr && !has_one_allowed_host(query, *listens_on)) return misdirected;
  if (query.method == "TRACE" || query.method == "CONNECT") return method_not_allowed;
  if (query.headers.find("Expect")) return expectation_failed;
  return std::nullopt;
}

void write_reply(wiped_buffer& out, const http_reply& reply, bool head_only, bool keep_alive) {
  out.append("HTTP/1.1 ");
  out.append(std::to_string(reply.status));
  out.append(" ");
  out.append(reason_of(reply.status));
  out.append("\r\n");
  constexpr int no_content = 204;
  constexpr int not_modified = 304;
  const bool bodiless = reply.status == no_content || reply.status == not_modified;
  if (!bodiless) {
    append_line(out, "Content-Type", reply.content_type);
    append_line(out, "Content-Length", std::to_string(reply.body.size()));
  }
  append_line(out, "Cache-Control", "no-store");
  append_line(out, "X-Content-Type-Options", "nosniff");
  if (!keep_alive) append_line(out, "Connection", "close");
  out.append(reply.headers.wire_form());
  out.append("\r\n");
  if (!head_only && !bodiless) out.append(reply.body);
}

http_reply plain_reply(int status) {
  http_reply reply;
  reply.status = status;
  reply.body = std::string(reason_of(status)) + "\n";
  return reply;
}

}  // namespace daypass::net

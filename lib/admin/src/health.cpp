#include "daypass/admin/health.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <utility>

namespace daypass::admin {
namespace {

net::http_reply ready(const health_parts& parts) {
  const std::vector<std::string> reasons = parts.not_ready();
  std::string body = reasons.empty() ? "ready\n" : "not ready\n";
  for (const std::string& why : reasons) body += "- " + why + "\n";
  for (const std::string& what : parts.warnings()) body += "warning: " + what + "\n";
  return {.status = reasons.empty() ? 200 : 503, .body = std::move(body)};
}

net::http_reply answer(const health_parts& parts, const net::http_query& query) {
  const std::string_view path = query.path();
  if (path != "/healthz" && path != "/readyz" && path != "/metrics") {
    return {.status = 404, .body = "there are /healthz, /readyz and /metrics\n"};
  }
  if (query.method != "GET" && query.method != "HEAD") {
    net::http_reply refused{.status = 405, .body = "GET and HEAD only\n"};
    refused.headers.add("Allow", "GET, HEAD");
    return refused;
  }
  if (path == "/healthz") return {.body = "ok\n"};
  if (path == "/readyz") return ready(parts);
  return {.content_type = "text/plain; version=0.0.4; charset=utf-8", .body = parts.metrics()};
}

boost::asio::awaitable<net::http_reply> serve(std::shared_ptr<const health_parts> parts,
                                              net::http_query query) {
  co_return answer(*parts, query);
}

}  // namespace

net::http_handler make_health(health_parts parts) {
  return [kept = std::make_shared<const health_parts>(std::move(parts))](net::http_query query) {
    return serve(kept, std::move(query));
  };
}

}  // namespace daypass::admin

#include "daypass/net/http_server.hpp"
#include "daypass/net/percent_encoding.hpp"

namespace daypass::net {

std::string_view http_query::path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

std::optional<std::string> http_query::parameter(std::string_view name) const {
  const auto mark = target.find('?');
  if (mark == std::string::npos) return std::nullopt;
  auto rest = std::string_view(target).substr(mark + 1);
  while (!rest.empty()) {
    const auto end = rest.find('&');
    const auto pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    const auto equals = pair.find('=');
    if (percent_decode(pair.substr(0, equals)) != name) continue;
    return equals == std::string_view::npos ? std::string()
                                            : percent_decode(pair.substr(equals + 1));
  }
  return std::nullopt;
}

}  // namespace daypass::net

#include "simulators/remote/message.hpp"

#include "simulators/remote/text.hpp"

namespace daypass::simulator {

request make_request(std::string_view method, std::string_view target, std::string body,
                     std::vector<header> headers) {
  const auto mark = target.find('?');
  request made;
  made.method = method;
  made.path = target.substr(0, mark);
  if (mark != std::string_view::npos) made.query = target.substr(mark + 1);
  made.headers = std::move(headers);
  made.body = std::move(body);
  return made;
}

std::string_view find_header(const std::vector<header>& headers, std::string_view name) {
  for (const auto& each : headers) {
    if (equal_folded(each.name, name)) return each.value;
  }
  return {};
}

}  // namespace daypass::simulator

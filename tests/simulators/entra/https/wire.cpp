#include "simulators/entra/https/wire.hpp"

#include <boost/beast/http/status.hpp>

namespace daypass::entra_simulator {

request read_request(wire_request& from) {
  const auto target = from.target();
  request made =
      make_request(std::string_view(from.method_string().data(), from.method_string().size()),
                   std::string_view(target.data(), target.size()), std::move(from.body()));
  for (const auto& field : from) {
    made.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  }
  return made;
}

wire_answer write_answer(const response& from, bool keep_alive) {
  const auto reason = boost::beast::http::obsolete_reason(
      boost::beast::http::int_to_status(static_cast<unsigned>(from.status)));
  wire_answer made;
  std::string& out = made.bytes;
  out.reserve(1024 + from.body.size());
  out += "HTTP/1.1 ";
  out += std::to_string(from.status);
  out += ' ';
  out.append(reason.data(), reason.size());
  out += "\r\n";
  for (const auto& each : from.headers) {
    out += each.name;
    out += ": ";
    out += each.value;
    out += "\r\n";
  }
  if (!keep_alive) out += "Connection: close\r\n";
  if (from.status != 204) {
    out += "Content-Length: ";
    out += std::to_string(from.body.size());
    out += "\r\n";
  }
  out += "\r\n";
  made.head_size = out.size();
  if (from.status != 204) out += from.body;
  return made;
}

}  // namespace daypass::entra_simulator

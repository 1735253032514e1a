#include "error_body.hpp"

#include "ascii.hpp"

#include "daypass/entra/json_view.hpp"
#include "daypass/net/http_headers.hpp"

#include <algorithm>

namespace daypass::entra {
namespace {

bool names_conflict(const json_view& holder) {
  return net::equal_ignoring_case(holder.member_ignoring_case("code").text(), "ObjectConflict");
}

}  // namespace

error_body read_error_body(std::string_view body) {
  error_body read;
  const auto whole = json_view::parse(body);
  if (!whole) return read;
  const json_view envelope = whole->member_ignoring_case("error");
  if (!envelope.is_object()) return read;
  read.present = true;
  read.code = envelope.member_ignoring_case("code").text();
  read.message = envelope.member_ignoring_case("message").text();
  const json_view inner = envelope.member_ignoring_case("innerError");
  if (read.message.empty()) read.message = inner.member_ignoring_case("message").text();
  if (read.code.empty()) read.code = inner.member_ignoring_case("code").text();
  read.conflict = names_conflict(envelope) || names_conflict(inner);
  envelope.member_ignoring_case("details").for_each([&read](const json_view& detail) {
    read.conflict = read.conflict || names_conflict(detail);
  });
  return read;
}

std::string_view presentable(std::string_view code) {
  constexpr std::size_t longest = 60;
  const auto harmless = [](char c) {
    return (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  };
  return code.size() <= longest && std::ranges::all_of(code, harmless) ? code : std::string_view();
}

}  // namespace daypass::entra

#include "request_writer.hpp"

#include "daypass/net/net_errc.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace daypass::net {
namespace {

constexpr bool is_token_letter(char letter) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || marks.contains(letter);
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_token_letter);
}

bool is_field_value(std::string_view text) {
  return std::ranges::none_of(text, [](char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return (byte < 0x20 && byte != '\t') || byte == 0x7F;
  });
}

bool is_ours_to_write(std::string_view name) {
  constexpr std::array<std::string_view, 4> names{"host", "content-length", "connection",
                                                  "transfer-encoding"};
  return std::ranges::any_of(
      names, [name](std::string_view ours) { return equal_ignoring_case(name, ours); });
}

std::unexpected<error> refused(std::string_view what) {
  return fail(failure::permanent, net_errc::bad_request, "http request: " + std::string(what));
}

}  // namespace

result<void> check_request(const http_request& request) {
  if (!is_token(request.method)) return refused("the method isn't a token");
  const auto visible = [](char letter) { return letter > ' ' && letter < 0x7F; };
  if (!request.target.starts_with('/') || !std::ranges::all_of(request.target, visible)) {
    return refused("the target isn't a percent-encoded path");
  }
  for (std::size_t index = 0; index < request.headers.size(); ++index) {
    const auto field = request.headers.at(index);
    if (!is_token(field.name)) return refused("a header name isn't a token");
    if (is_ours_to_write(field.name)) {
      return refused("the header '" + std::string(field.name) + "' is the client's to write");
    }
    if (!is_field_value(field.value)) {
      return refused("the header '" + std::string(field.name) + "' has a control character");
    }
  }
  if (!request.secret) return {};
  const auto& secret = *request.secret;
  if (!secret.value) return refused("the secret header has no value");
  if (!is_token(secret.name) || is_ours_to_write(secret.name) || !is_field_value(secret.prefix) ||
      !is_field_value(secret.value->expose())) {
    return refused("the secret header can't be written");
  }
  return {};
}

void write_request(wiped_buffer& out, const http_request& request, std::string_view authority) {
  out.append(request.method);
  out.append(" ");
  out.append(request.target);
  out.append(" HTTP/1.1\r\nHost: ");
  out.append(authority);
  out.append("\r\n");
  out.append(request.headers.wire_form());
  if (request.secret) {
    out.append(request.secret->name);
    out.append(": ");
    out.append(request.secret->prefix);
    out.append(request.secret->value->expose());
    out.append("\r\n");
  }
  if (request.close_after) out.append("Connection: close\r\n");
  if (!request.body.empty() || !has_no_effect(request)) {
    std::array<char, 20> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), request.body.size()).ptr;
    out.append("Content-Length: ");
    out.append(std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
    out.append("\r\n");
  }
  out.append("\r\n");
  out.append(request.body.view());
}

bool has_no_effect(const http_request& request) {
  return request.method == "GET" || request.method == "HEAD";
}

}  // namespace daypass::net

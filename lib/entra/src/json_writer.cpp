#include "json_writer.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace daypass::entra {
namespace {

void append_escaped(net::wiped_buffer& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto plain = [](char c) {
    const auto code = static_cast<unsigned char>(c);
    return code >= 0x20 && code != 0x7F && c != '"' && c != '\\';
  };
  while (!text.empty()) {
    const auto first = std::ranges::find_if_not(text, plain);
    out.append({text.begin(), first});
    text.remove_prefix(static_cast<std::size_t>(first - text.begin()));
    if (text.empty()) return;
    const char c = text.front();
    text.remove_prefix(1);
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      const std::array<char, 2> escaped{'\\', c};
      out.append({escaped.data(), escaped.size()});
    } else {
      const std::array<char, 6> escaped{'\\', 'u', '0', '0', digits[code >> 4], digits[code & 15]};
      out.append({escaped.data(), escaped.size()});
    }
  }
}

}  // namespace

void append_json_string(net::wiped_buffer& out, std::string_view text) {
  out.append("\"");
  append_escaped(out, text);
  out.append("\"");
}

void json_writer::open_member(std::string_view name) {
  if (out_.size() > 1) out_.append(",");
  out_.append("\"");
  out_.append(name);
  out_.append("\":");
}

void json_writer::text(std::string_view name, std::string_view value) {
  open_member(name);
  append_json_string(out_, value);
}

void json_writer::text_or_null(std::string_view name, std::string_view value) {
  if (value.empty()) {
    null(name);
  } else {
    text(name, value);
  }
}

void json_writer::boolean(std::string_view name, bool value) {
  open_member(name);
  out_.append(value ? "true" : "false");
}

void json_writer::integer(std::string_view name, std::int64_t value) {
  open_member(name);
  out_.append(std::to_string(value));
}

void json_writer::null(std::string_view name) {
  open_member(name);
  out_.append("null");
}

void json_writer::password_profile(const secret_text& password) {
  open_member("passwordProfile");
  out_.append(R"({"forceChangePasswordNextSignIn":false,"password":")");
  out_.append(password.expose());
  out_.append("\"}");
}

net::wiped_buffer json_writer::finish() && {
  out_.append("}");
  return std::move(out_);
}

}  // namespace daypass::entra

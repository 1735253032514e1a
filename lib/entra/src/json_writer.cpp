#include "json_writer.hpp"

#include "daypass/net/json_string.hpp"

#include <string>
#include <utility>

namespace daypass::entra {

void json_writer::open_member(std::string_view name) {
  if (out_.size() > 1) out_.append(",");
  out_.append("\"");
  out_.append(name);
  out_.append("\":");
}

void json_writer::text(std::string_view name, std::string_view value) {
  open_member(name);
  net::append_json_string(out_, value);
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

#include "sealed_document.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <span>
#include <string_view>

namespace daypass::vault {
namespace {

constexpr std::string_view purpose =
    "Temporary Access Pass for the first sign-in to Microsoft Entra ID: sign in with the user "
    "principal name and this code, then register a passkey or the Authenticator app";

/// A JSON string. What HR sent may hold broken UTF-8: replaced, since dump() would throw.
std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// All members but the first, and the end of the document. Put together as text: a tree of JSON
/// values would cost a fifth of the whole sealing.
std::string members_text(const secret_name& name, const secret_label& label) {
  std::string text;
  const auto add = [&text](std::string_view member, const std::string& value) {
    text += fmt::format(",\n  \"{}\": {}", member, value);
  };
  add("name", quoted(name.text()));
  add("hire", quoted(to_string(label.key)));
  add("displayName", quoted(label.display_name));
  add("userPrincipalName", quoted(label.user_principal_name));
  add("oneTime", label.one_time ? "true" : "false");
  add("zone", quoted(label.zone));
  add("usableFromLocal", quoted(label.usable_from_local));
  add("usableUntilLocal", quoted(label.usable_until_local));
  add("usableFromUtc", quoted(label.usable_from_utc));
  add("usableUntilUtc", quoted(label.usable_until_utc));
  return text + "\n}\n";
}

constexpr std::size_t escaped_max = 6;  // \u00XX

/// Writes one character of a JSON string; returns how many bytes that took. Written by hand: a
/// JSON library would keep a copy of the code that nobody wipes.
std::size_t escape(char c, std::span<char> out) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\') {
    out[0] = '\\';
    out[1] = c;
    return 2;
  }
  if (byte >= 0x20 && byte != 0x7f) {
    out[0] = c;
    return 1;
  }
  constexpr std::string_view start = "\\u00";
  std::ranges::copy(start, out.begin());
  out[4] = digits[byte >> 4U];
  out[5] = digits[byte & 0xfU];
  return escaped_max;
}

}  // namespace

result<secret_text> sealed_document(const secret_name& name, const secret_label& label,
                                    const secret_text& code) {
  constexpr std::string_view head = "{\n  \"format\": \"daypass-sealed-pass/1\",\n  \"code\": \"";
  const std::string tail =
      fmt::format("\",\n  \"purpose\": \"{}\"{}", purpose, members_text(name, label));

  std::size_t code_size = 0;
  char scratch[escaped_max] = {};  // NOLINT(modernize-avoid-c-arrays)
  for (const char c : code.expose()) code_size += escape(c, scratch);
  std::ranges::fill(scratch, '\0');
  auto text = secret_text::with_size(head.size() + code_size + tail.size());
  if (!text) return text;
  const auto out = text->expose_writable();
  std::ranges::copy(head, out.begin());
  std::size_t at = head.size();
  for (const char c : code.expose()) at += escape(c, out.subspan(at));
  std::ranges::copy(tail, out.subspan(at).begin());
  return text;
}

std::string label_document(const secret_name& name, const secret_label& label) {
  return "{\n  \"format\": \"daypass-pass-label/1\"" + members_text(name, label);
}

}  // namespace daypass::vault

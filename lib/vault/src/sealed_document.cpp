#include "sealed_document.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <span>
#include <string_view>

namespace daypass::vault {
namespace {

constexpr std::string_view purpose =
    "Temporary Access Pass for the first sign-in to Microsoft Entra ID: sign in with the user "
    "principal name and this code, then register a passkey or the Authenticator app";

nlohmann::ordered_json members_of(const secret_name& name, const secret_label& label) {
  return {{"name", name.text()},
          {"hire", to_string(label.key)},
          {"displayName", label.display_name},
          {"userPrincipalName", label.user_principal_name},
          {"oneTime", label.one_time},
          {"zone", label.zone},
          {"usableFromLocal", label.usable_from_local},
          {"usableUntilLocal", label.usable_until_local},
          {"usableFromUtc", label.usable_from_utc},
          {"usableUntilUtc", label.usable_until_utc}};
}

std::string text_of(const nlohmann::ordered_json& document) {
  // What HR sent may hold broken UTF-8: replaced, since dump() would throw.
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
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
  nlohmann::ordered_json rest = {{"purpose", purpose}};
  rest.update(members_of(name, label));
  const std::string tail = "\"," + text_of(rest).substr(1);  // Less its opening brace.

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
  nlohmann::ordered_json document = {{"format", "daypass-pass-label/1"}};
  document.update(members_of(name, label));
  return text_of(document);
}

}  // namespace daypass::vault

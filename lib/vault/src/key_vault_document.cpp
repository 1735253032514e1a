#include "key_vault_document.hpp"

#include "daypass/net/json_string.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <optional>
#include <string_view>

namespace daypass::vault {
namespace {

using nlohmann::json;

constexpr std::string_view content_type = "text/plain; what=temporary-access-pass";

/// The longest beginning that ends between two characters.
std::string cut(const std::string& text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  constexpr unsigned char continues = 0x80;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == continues) --end;
  return text.substr(0, end);
}

/// 2026-11-05T08:00:00Z in seconds since 1970; nothing for any other form.
std::optional<std::int64_t> unix_seconds(std::string_view text) {
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = -1;
    if (at + digits <= text.size()) {
      std::from_chars(text.data() + at, text.data() + at + digits, value);
    }
    return value;
  };
  constexpr std::size_t length = 20;
  if (text.size() != length || !text.ends_with('Z')) return std::nullopt;
  const std::chrono::year_month_day day{std::chrono::year{number(0, 4)},
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  if (!day.ok()) return std::nullopt;
  const auto at = std::chrono::sys_days(day) + std::chrono::hours(number(11, 2)) +
                  std::chrono::minutes(number(14, 2)) + std::chrono::seconds(number(17, 2));
  return at.time_since_epoch().count();
}

json attributes_of(const secret_label& label) {
  json made{{"enabled", true}};
  if (const auto from = unix_seconds(label.usable_from_utc)) made["nbf"] = *from;
  if (const auto until = unix_seconds(label.usable_until_utc)) made["exp"] = *until;
  return made;
}

json tags_json(const secret_label& label) {
  json made = json::object();
  for (const auto& [name, value] : tags_of(label)) made[name] = value;
  return made;
}

/// What HR sent may hold broken UTF-8: replaced, since dump() would throw.
std::string text_of(const json& from) {
  return from.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> tags_of(const secret_label& label) {
  constexpr std::size_t tag_bytes_max = 256;
  std::vector<std::pair<std::string, std::string>> made;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) made.emplace_back(name, cut(value, tag_bytes_max));
  };
  add("hire", to_string(label.key));
  add("userPrincipalName", label.user_principal_name);
  add("displayName", label.display_name);
  add("usableFromUtc", label.usable_from_utc);
  add("usableUntilUtc", label.usable_until_utc);
  add("usableFromLocal", label.usable_from_local);
  add("usableUntilLocal", label.usable_until_local);
  add("zone", label.zone);
  add("oneTime", label.one_time ? "true" : "false");
  return made;
}

net::wiped_buffer set_body(const secret_label& label, const secret_text& code) {
  net::wiped_buffer body;
  body.append(R"({"value":)");
  net::append_json_string(body, code.expose());
  body.append(fmt::format(R"(,"contentType":"{}","tags":{},"attributes":{}}})", content_type,
                          text_of(tags_json(label)), text_of(attributes_of(label))));
  return body;
}

net::wiped_buffer relabel_body(const secret_label& label) {
  const json attributes = attributes_of(label);
  json made{{"tags", tags_json(label)}, {"attributes", json::object()}};
  for (const char* const bound : {"nbf", "exp"}) {
    if (attributes.contains(bound)) made["attributes"][bound] = attributes[bound];
  }
  return net::wiped_buffer::copy_of(text_of(made));
}

net::wiped_buffer disable_body() {
  return net::wiped_buffer::copy_of(R"({"tags":{},"attributes":{"enabled":false}})");
}

net::wiped_buffer overwrite_body() {
  return net::wiped_buffer::copy_of(
      R"({"value":"withdrawn","contentType":"text/plain","attributes":{"enabled":false}})");
}

}  // namespace daypass::vault

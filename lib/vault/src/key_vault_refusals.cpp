#include "key_vault_refusals.hpp"

#include "daypass/domain/refusal.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace daypass::vault {
namespace {

using nlohmann::json;

struct known_refusal {
  std::string_view inner;
  std::string_view meaning;
};

constexpr auto known_refusals = std::to_array<known_refusal>({
    {"ForbiddenByRbac",
     "the application has no role for that: give it Key Vault Secrets Officer on this vault (a "
     "role that was given a moment ago counts within minutes)"},
    {"ForbiddenByPolicy",
     "the vault's access policy lacks that permission for the application: give it set and "
     "delete, and purge where secrets may be purged"},
    {"AccessDenied", "the vault's access policy does not name the application"},
    {"ForbiddenByFirewall",
     "the vault's firewall does not know this machine's address: let it in, or use a private "
     "endpoint"},
    {"ForbiddenByConnection", "the vault takes private connections alone: use a private endpoint"},
    {"SecretDisabled", "the secret was disabled by somebody"},
});

/// A code of Azure's: letters and digits alone, and not many.
std::string presentable(const json& in, const char* member) {
  constexpr std::size_t longest = 60;
  if (!in.is_object() || !in.contains(member) || !in[member].is_string()) return {};
  auto code = in[member].get<std::string>();
  const auto harmless = [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  if (code.size() > longest || !std::ranges::all_of(code, harmless)) return {};
  return code;
}

std::string_view meaning_of(std::string_view inner) {
  const auto found = std::ranges::find(known_refusals, inner, &known_refusal::inner);
  return found == known_refusals.end() ? std::string_view() : found->meaning;
}

}  // namespace

key_vault_refusal read_key_vault_refusal(std::string_view body) {
  constexpr std::size_t longest = 64UL * 1024;
  if (body.size() > longest) return {};
  const json whole = json::parse(body, nullptr, false);
  if (!whole.is_object() || !whole.contains("error")) return {};
  const json& said = whole["error"];
  key_vault_refusal read{.code = presentable(said, "code"), .inner = {}};
  if (said.is_object() && said.contains("innererror")) {
    read.inner = presentable(said["innererror"], "code");
  }
  return read;
}

error key_vault_error(int status, const key_vault_refusal& refused, std::string_view doing) {
  constexpr int forbidden = 403;
  constexpr int not_found = 404;
  error made{failure::permanent, failure_scope::hire, refusal::store_refused, {}, std::nullopt};
  if (status == forbidden) {
    made.scope = failure_scope::lane;
    made.code = refusal::forbidden;
  }
  if (status == not_found) made.code = refusal::not_found;
  made.what = fmt::format("{}: refused with {}", doing, status);
  const std::string& code = refused.inner.empty() ? refused.code : refused.inner;
  if (!code.empty()) made.what += " " + code;
  if (const auto meaning = meaning_of(refused.inner); !meaning.empty()) {
    made.what += fmt::format(": {}", meaning);
  }
  return made;
}

}  // namespace daypass::vault

#include "simulators/key_vault/logic/access.hpp"

#include "simulators/remote/text.hpp"

#include <algorithm>
#include <array>

namespace daypass::key_vault_simulator {

using simulator::folded;

namespace {

constexpr std::array<std::string_view, permission_count> permission_names{
    "get", "list", "set", "delete", "recover", "purge"};

}  // namespace

std::optional<token_claims> token_book::find(std::string_view token) const {
  const auto found = own_.find(std::string(token));
  if (found != own_.end()) return found->second;
  return issuer_ ? issuer_(token) : std::nullopt;
}

void token_book::expire_own() {
  for (auto& [token, claims] : own_) claims.until = instant{};
}

std::string_view to_string(permission what) {
  return permission_names[static_cast<std::size_t>(what)];
}

std::optional<permission> find_permission(std::string_view name) {
  const auto found = std::ranges::find(permission_names, name);
  if (found == permission_names.end()) return std::nullopt;
  return static_cast<permission>(found - permission_names.begin());
}

void access_list::grant(std::string_view principal, permission what, std::string_view secret,
                        instant effective_at) {
  effective_at_.try_emplace({folded(principal), what, folded(secret)}, effective_at);
}

void access_list::grant_all(std::string_view principal, instant effective_at) {
  for (std::size_t i = 0; i < permission_count; ++i) {
    grant(principal, static_cast<permission>(i), "", effective_at);
  }
}

bool access_list::revoke(std::string_view principal, permission what, std::string_view secret) {
  return effective_at_.erase({folded(principal), what, folded(secret)}) > 0;
}

bool access_list::effective(const key& grant, instant now) const {
  const auto found = effective_at_.find(grant);
  return found != effective_at_.end() && now >= found->second;
}

bool access_list::allows(std::string_view principal, permission what, std::string_view secret,
                         instant now) const {
  const std::string who = folded(principal);
  return effective({who, what, ""}, now) ||
         (!secret.empty() && effective({who, what, folded(secret)}, now));
}

json access_list::shown(instant now) const {
  json made = json::array();
  for (const auto& [grant, from] : effective_at_) {
    const auto& [principal, what, secret] = grant;
    made.push_back({{"principal", principal},
                    {"permission", to_string(what)},
                    {"secret", secret},
                    {"effective", now >= from}});
  }
  return made;
}

}  // namespace daypass::key_vault_simulator

#pragma once
// Who may do what: tokens and whom they speak for, and permissions of each principal.

#include "simulators/remote/json.hpp"

#include "daypass/base/time.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace daypass::key_vault_simulator {

using simulator::json;

/// What a token says, once its signature was found to be good.
struct token_claims {
  std::string audience;
  std::string tenant_id;
  std::string application_id;  ///< The principal.
  std::string object_id;       ///< Of its service principal; only for the texts of refusals.
  instant until;               ///< Host clock.
};

/// Gives what a token says, or nothing for one that its issuer doesn't know.
using token_lookup = std::function<std::optional<token_claims>(std::string_view token)>;

class token_book {
 public:
  /// Tokens that this vault's own tests made.
  void admit(std::string token, token_claims claims) { own_[std::move(token)] = std::move(claims); }
  /// Where tokens are looked up that are not its own: a simulated tenant.
  void trust(token_lookup issuer) { issuer_ = std::move(issuer); }
  [[nodiscard]] std::optional<token_claims> find(std::string_view token) const;
  void expire_own();

 private:
  std::unordered_map<std::string, token_claims> own_;
  token_lookup issuer_;
};

/// Key Vault's permissions for secrets, in the words of access policies.
enum class permission : std::uint8_t { get, list, set, remove, recover, purge };
[[nodiscard]] std::string_view to_string(permission what);  ///< remove is "delete".
[[nodiscard]] std::optional<permission> find_permission(std::string_view name);
inline constexpr std::size_t permission_count = 6;

class access_list {
 public:
  /// `secret` is a name in any case, or empty for all of the vault (Azure RBAC has both scopes).
  void grant(std::string_view principal, permission what, std::string_view secret,
             instant effective_at);
  void grant_all(std::string_view principal, instant effective_at);
  /// Takes the permission away, at once. False when it was never given.
  bool revoke(std::string_view principal, permission what, std::string_view secret);
  [[nodiscard]] bool allows(std::string_view principal, permission what, std::string_view secret,
                            instant now) const;
  [[nodiscard]] json shown(instant now) const;

 private:
  using key = std::tuple<std::string, permission, std::string>;
  [[nodiscard]] bool effective(const key& grant, instant now) const;
  std::map<key, instant> effective_at_;
};

}  // namespace daypass::key_vault_simulator

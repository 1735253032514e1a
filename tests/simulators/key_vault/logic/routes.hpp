#pragma once
// The calls of the vault's data plane for secrets: which path is which kind, and what it takes.

#include "simulators/key_vault/logic/call.hpp"

#include <span>
#include <string>
#include <string_view>

namespace daypass::key_vault_simulator {

struct route {
  std::string_view method;
  std::string_view path;
  std::string_view kind;
  permission needs;
  bool has_body;
  response (*handler)(vault_state& state, const call& asked);
};

struct routed {
  const route* found = nullptr;
  bool known_path = false;  ///< The path is known with another method.
  std::string name;
  std::string version;
};

[[nodiscard]] std::span<const route> all_routes();
[[nodiscard]] routed find_route(std::string_view method, std::string_view path);

// secret_calls.cpp
response set_secret(vault_state& state, const call& asked);
response get_secret(vault_state& state, const call& asked);
response update_secret(vault_state& state, const call& asked);
response delete_secret(vault_state& state, const call& asked);

// deleted_calls.cpp
response get_deleted_secret(vault_state& state, const call& asked);
response recover_secret(vault_state& state, const call& asked);
response purge_secret(vault_state& state, const call& asked);

// lists.cpp
response list_secrets(vault_state& state, const call& asked);
response list_versions(vault_state& state, const call& asked);
response list_deleted_secrets(vault_state& state, const call& asked);

}  // namespace daypass::key_vault_simulator

#pragma once
// Azure Key Vault as the store of passes: one secret for each (README.md says what is in it).

#include "daypass/base/error.hpp"
#include "daypass/net/https_client.hpp"
#include "daypass/ports/clock.hpp"
#include "daypass/ports/secret_store.hpp"
#include "daypass/vault/bearer_tokens.hpp"

#include <functional>
#include <memory>
#include <string>

namespace daypass::vault {

/// A withdrawn secret that the vault keeps: nobody reads it, but who may recover secrets can bring
/// it back. Its newest version says nothing then.
struct kept_secret {
  std::string store;  ///< As the configuration calls it.
  std::string why;    ///< What was not possible, and the cure.
};

struct key_vault_settings {
  std::string store = "key_vault";  ///< What errors call it: its name in the configuration.
  /// What a withdrawal could not do away with. None: nobody is told.
  std::function<void(const kept_secret&)> on_kept;
};

/// A store over the vault's data plane (api-version 7.4), by a client for the vault's host. Each
/// call is one request, but for a withdrawal: overwrite, delete and purge. `recipients` mean
/// nothing here: who may read is Azure's to say (deploy/README.md). What is given by reference
/// outlives the store. All on the executor's thread.
///
/// Errors beside those of the port: a secret whose name was withdrawn is `store_refused`; a role
/// that is missing, or was given a moment ago, is `forbidden`, of the lane.
[[nodiscard]] std::unique_ptr<secret_store> make_key_vault(net::https_client& vault,
                                                           bearer_tokens& tokens, clock& time,
                                                           key_vault_settings settings);

}  // namespace daypass::vault

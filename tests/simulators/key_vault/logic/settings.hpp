#pragma once
// Which vault is simulated, and every behaviour of it that can be switched while it runs. What
// nobody documents is here and nowhere else, so that no client can come to rely on it.

#include "simulators/remote/json.hpp"
#include "simulators/remote/switches_json.hpp"

#include "daypass/base/time.hpp"

#include <string>
#include <vector>

namespace daypass::key_vault_simulator {

using simulator::delay_range;
using simulator::json;

/// Fixed for the life of a simulator.
struct identity {
  std::string vault_name = "daypass-sim";
  std::string region = "westeurope";
  std::string subscription_id = "6c1f0b52-93d7-4c0e-8a6b-2f5d7e41a9c8";
  std::string resource_group = "daypass";
  /// Whom the challenge sends a client to, and which tenant's tokens are taken.
  std::string authority = "https://login.microsoftonline.com";
  std::string tenant_id = "3f1c7c2e-5a0b-4d52-9a4e-6a4d2d1c0b11";
  /// What a token must be for, to the letter; the challenge names the first.
  std::vector<std::string> audiences{"https://vault.azure.net"};
  /// The application that has every permission from the start.
  std::string owner = "8b7f1a90-2c4d-4e6f-8a1b-3c5d7e9f0a1b";
};

struct switches {
  // How long each takes to be done; meanwhile the name can't be used.
  delay_range delete_lag;
  delay_range recover_lag;
  delay_range purge_lag;
  delay_range grant_lag;  ///< Until a permission that was granted is one.

  bool purge_protection = false;
  int recoverable_days = 90;          ///< 7 to 90: until a deleted secret is purged by itself.
  std::string access_model = "rbac";  ///< rbac, or policy (access policies): other words of a 403.
  bool firewall = false;              ///< Every client is outside the vault's network rules.
  bool challenge_scope = false;       ///< The challenge has a scope beside its resource.
  int tag_length_max = 256;           ///< Of a tag's name, and of its value.

  bool throttling = true;
  int requests_in_10_s = 4000;  ///< Of all clients together; refused ones don't count.
  bool omit_retry_after = false;
  duration retry_after_grace = milliseconds{250};  ///< For requests already on their way.

  delay_range latency;       ///< Of every answer.
  duration clock_offset{0};  ///< The vault's clock less the host's.
};

/// All switches as JSON; times are numbers of milliseconds and end in `_ms`.
[[nodiscard]] json to_json(const switches& set);

/// Sets what `changes` names and leaves the rest. Says what was wrong, or nothing; when something
/// was wrong nothing was set.
[[nodiscard]] std::string apply_changes(switches& set, const json& changes);

}  // namespace daypass::key_vault_simulator

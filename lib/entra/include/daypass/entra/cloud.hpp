#pragma once
// Microsoft's clouds: tokens of one are worth nothing in another.
// Protocol: Graph concepts/deployments; Key Vault general/about-keys-secrets-certificates.

#include <cstdint>
#include <string_view>

namespace daypass::entra {

enum class cloud : std::uint8_t {
  global,      ///< Also Microsoft 365 GCC.
  us_gov,      ///< US Government L4 (GCC High).
  us_gov_dod,  ///< US Government L5 (DoD).
};

/// Hosts of a cloud, all on port 443.
struct cloud_hosts {
  std::string_view graph;
  std::string_view login;         ///< The token authority.
  std::string_view vault_suffix;  ///< Behind a Key Vault's name: `.vault.azure.net`. With
                                  ///< `https://` for its dot it is the audience of their tokens.
};

[[nodiscard]] constexpr cloud_hosts hosts_of(cloud which) {
  switch (which) {
    case cloud::global:
      break;
    case cloud::us_gov:
      return {"graph.microsoft.us", "login.microsoftonline.us", ".vault.usgovcloudapi.net"};
    case cloud::us_gov_dod:
      return {"dod-graph.microsoft.us", "login.microsoftonline.us", ".vault.usgovcloudapi.net"};
  }
  return {"graph.microsoft.com", "login.microsoftonline.com", ".vault.azure.net"};
}

}  // namespace daypass::entra

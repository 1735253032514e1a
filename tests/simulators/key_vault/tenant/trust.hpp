#pragma once
// The simulated vault beside a simulated tenant: whose tokens it takes.

#include "simulators/entra/logic/graph_service.hpp"
#include "simulators/key_vault/logic/vault_service.hpp"

namespace daypass::key_vault_simulator {

/// A vault of that tenant, with its application as the owner.
/// `authority` is where the tenant's token endpoint is reached, for the challenge.
[[nodiscard]] identity identity_in(const entra_simulator::identity& tenant, std::string authority);

/// From now on the vault takes the tenant's tokens, as far as they are meant for it. `tenant` must
/// outlive `vault`.
void trust(vault_service& vault, entra_simulator::graph_service& tenant);

}  // namespace daypass::key_vault_simulator

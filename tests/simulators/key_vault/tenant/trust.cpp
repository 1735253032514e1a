#include "simulators/key_vault/tenant/trust.hpp"

namespace daypass::key_vault_simulator {

identity identity_in(const entra_simulator::identity& tenant, std::string authority) {
  identity made;
  made.authority = std::move(authority);
  made.tenant_id = tenant.tenant_id;
  made.owner = tenant.client_id;
  return made;
}

void trust(vault_service& vault, entra_simulator::graph_service& tenant) {
  vault.state().tokens.trust([&tenant](std::string_view token) -> std::optional<token_claims> {
    const auto* grant = tenant.state().tokens.find(token);
    if (grant == nullptr) return std::nullopt;
    const auto& who = tenant.state().who;
    return token_claims{grant->audience, who.tenant_id, who.client_id, who.object_id, grant->until};
  });
}

}  // namespace daypass::key_vault_simulator

#include "simulators/key_vault/logic/bundles.hpp"
#include "simulators/key_vault/logic/routes.hpp"

namespace daypass::key_vault_simulator {
namespace {

/// The deleted holder of the name, or the refusal when there is none.
secret* find_deleted(vault_state& state, const call& asked, std::optional<response>& refused) {
  secret* found = state.world.find(asked.name, asked.at);
  if (found != nullptr && found->state == standing::deleted) return found;
  const bool too_early = found != nullptr && found->state == standing::deleting;
  refused = too_early ? still_deleting() : deleted_secret_not_found(asked);
  return nullptr;
}

}  // namespace

response get_deleted_secret(vault_state& state, const call& asked) {
  // While the deletion is under way too it answers 404: that is how clients wait for its end.
  const secret* found = state.world.find(asked.name, standing::deleted, asked.at);
  if (found == nullptr) return deleted_secret_not_found(asked);
  return answer(200, deleted_bundle_json(state, asked, *found));
}

response recover_secret(vault_state& state, const call& asked) {
  std::optional<response> refused;
  secret* found = find_deleted(state, asked, refused);
  if (found == nullptr) return *refused;
  state.world.recover(*found, asked.at, asked.by);
  return answer(200, bundle_json(state, asked, *found, found->newest(), false));
}

response purge_secret(vault_state& state, const call& asked) {
  std::optional<response> refused;
  secret* found = find_deleted(state, asked, refused);
  if (found == nullptr) return *refused;
  if (state.set.purge_protection) return purge_protected(state);
  state.world.purge(*found, asked.at, asked.by);
  response made;
  made.status = 204;
  return made;
}

}  // namespace daypass::key_vault_simulator

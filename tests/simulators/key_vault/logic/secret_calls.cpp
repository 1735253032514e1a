#include "simulators/key_vault/logic/bundles.hpp"
#include "simulators/key_vault/logic/routes.hpp"

namespace daypass::key_vault_simulator {

response set_secret(vault_state& state, const call& asked) {
  version_draft draft;
  if (!read_draft(state.set, asked.body, draft) || !draft.value) return invalid_value();
  const secret* holder = state.world.find(asked.name, asked.at);
  if (holder != nullptr && holder->state != standing::live) return conflict(asked, *holder);
  const secret_version& made =
      state.world.add_version(asked.name, std::move(draft), asked.at, asked.by);
  return answer(200,
                bundle_json(state, asked, *state.world.find(asked.name, asked.at), made, true));
}

response get_secret(vault_state& state, const call& asked) {
  secret* found = state.world.find(asked.name, standing::live, asked.at);
  const secret_version* version = found == nullptr ? nullptr : found->find_version(asked.version);
  if (version == nullptr) return secret_not_found(asked);
  // Outside the window of nbf and exp it is readable all the same (Key Vault: about-secrets).
  if (!version->enabled()) {
    return error_answer(403, "Forbidden", "Operation get is not allowed on a disabled secret.",
                        "SecretDisabled");
  }
  return answer(200, bundle_json(state, asked, *found, *version, true));
}

response update_secret(vault_state& state, const call& asked) {
  version_draft draft;
  if (!read_draft(state.set, asked.body, draft) || draft.value) return invalid_value();
  secret* found = state.world.find(asked.name, standing::live, asked.at);
  secret_version* version = found == nullptr ? nullptr : found->find_version(asked.version);
  if (version == nullptr) return secret_not_found(asked);
  state.world.change(*found, *version, draft, asked.at, asked.by);
  return answer(200, bundle_json(state, asked, *found, *version, false));
}

response delete_secret(vault_state& state, const call& asked) {
  secret* found = state.world.find(asked.name, asked.at);
  if (found != nullptr && found->state == standing::recovering) return conflict(asked, *found);
  if (found == nullptr || found->state != standing::live) return secret_not_found(asked);
  state.world.remove(*found, asked.at, asked.by);
  return answer(200, deleted_bundle_json(state, asked, *found));
}

}  // namespace daypass::key_vault_simulator

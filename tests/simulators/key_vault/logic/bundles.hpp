#pragma once
// Secrets as the vault writes them, and what a client writes of one.

#include "simulators/key_vault/logic/call.hpp"

#include <string>

namespace daypass::key_vault_simulator {

/// A SecretBundle; only an answer to a set or get has the value in it.
[[nodiscard]] json bundle_json(const vault_state& state, const call& asked, const secret& which,
                               const secret_version& version, bool with_value);
/// A DeletedSecretBundle: of the newest version, and without its value.
[[nodiscard]] json deleted_bundle_json(const vault_state& state, const call& asked,
                                       const secret& which);

/// Entries of lists. That of a secret is its newest version's, under an id without version.
[[nodiscard]] json item_json(const vault_state& state, const call& asked, const secret& which);
[[nodiscard]] json version_item_json(const vault_state& state, const call& asked,
                                     const secret& which, const secret_version& version);
[[nodiscard]] json deleted_item_json(const vault_state& state, const call& asked,
                                     const secret& which);

/// Letters, digits and dashes, 1 to 127 of them.
[[nodiscard]] bool is_good_name(std::string_view name);

/// Reads the body of a PUT or PATCH; false when a value breaks the documented limits. Whether a
/// value must or may be there is for the caller to say.
[[nodiscard]] bool read_draft(const switches& set, const json& body, version_draft& into);

}  // namespace daypass::key_vault_simulator

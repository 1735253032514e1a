#pragma once
// What the refusals of Azure Key Vault mean (learn: key-vault/general/rest-error-codes).

#include "daypass/base/error.hpp"

#include <string>
#include <string_view>

namespace daypass::vault {

/// The codes of an error's body; empty where it has none. Only what names things of Azure's: the
/// rest of the body names secrets and callers.
struct key_vault_refusal {
  std::string code;   ///< "Forbidden", "Conflict", ...
  std::string inner;  ///< innererror's: "ForbiddenByRbac", "ObjectIsBeingDeleted", ...
};

[[nodiscard]] key_vault_refusal read_key_vault_refusal(std::string_view body);

/// An error for a refusal that the operation does not expect. `doing` begins the words.
[[nodiscard]] error key_vault_error(int status, const key_vault_refusal& refused,
                                    std::string_view doing);

}  // namespace daypass::vault

#pragma once
// The bodies that are written of a pass in Azure Key Vault (KVS: secrets.json, SecretSetParameters,
// SecretUpdateParameters).

#include "daypass/base/secret_text.hpp"
#include "daypass/net/wiped_buffer.hpp"
#include "daypass/ports/secret_store.hpp"

#include <string>
#include <utility>
#include <vector>

namespace daypass::vault {

/// The label as tags: at most 15, of at most 256 UTF-8 bytes each; what is empty is left out.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> tags_of(const secret_label& label);

/// The code as the value, the label as tags, the window as nbf and exp.
[[nodiscard]] net::wiped_buffer set_body(const secret_label& label, const secret_text& code);

/// Tags and window anew; the value stays.
[[nodiscard]] net::wiped_buffer relabel_body(const secret_label& label);

/// Disabled, and no tags: of a secret that is being withdrawn.
[[nodiscard]] net::wiped_buffer disable_body();

/// The same with a value that says so.
[[nodiscard]] net::wiped_buffer overwrite_body();

}  // namespace daypass::vault

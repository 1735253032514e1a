#pragma once
// The words inside a sealed pass and beside it.

#include "daypass/base/error.hpp"
#include "daypass/base/secret_text.hpp"
#include "daypass/ports/secret_store.hpp"

#include <string>

namespace daypass::vault {

/// The JSON text that is sealed: label, code and what it is for, UTF-8, for people and programs.
/// Fails when the secret memory is full (retryable).
[[nodiscard]] result<secret_text> sealed_document(const secret_name& name,
                                                  const secret_label& label,
                                                  const secret_text& code);

/// The JSON text beside it, without the code.
[[nodiscard]] std::string label_document(const secret_name& name, const secret_label& label);

}  // namespace daypass::vault

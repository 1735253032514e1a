#pragma once
// The store over whatever carries out its work on files.

#include "file_worker.hpp"

#include "daypass/vault/sealed_files.hpp"

#include <memory>

namespace daypass::vault {

/// Errors as make_sealed_files.
[[nodiscard]] result<std::unique_ptr<secret_store>> make_sealed_store(
    const seal_settings& settings, std::unique_ptr<file_worker> worker);

}  // namespace daypass::vault

#pragma once
// The store over whatever carries out its work on files.

#include "file_worker.hpp"
#include "sealer.hpp"

#include "daypass/ports/secret_store.hpp"

#include <memory>

namespace daypass::vault {

/// The sealer may serve other stores too, on the same thread.
[[nodiscard]] std::unique_ptr<secret_store> make_sealed_store(std::shared_ptr<sealer> seals,
                                                              std::unique_ptr<file_worker> worker);

}  // namespace daypass::vault

#pragma once
// A folder of sealed files over a simulated disk.

#include "support/disk/simulated_disk.hpp"

#include "daypass/base/error.hpp"
#include "daypass/vault/file_layer.hpp"

#include <memory>
#include <string>

namespace daypass::support {

/// The folder `prefix` of the disk, as vault::open_folder gives one of a real disk: what a crash
/// left half written is swept, and a trial draft written, through the disk's verdicts. Files are
/// named "prefix/name", drafts "prefix/.N.draft". `disk` outlives it.
/// Errors: permanent, refusal::store_refused.
[[nodiscard]] result<std::unique_ptr<vault::file_layer>> make_disk_folder(simulated_disk& disk,
                                                                          std::string prefix);

}  // namespace daypass::support

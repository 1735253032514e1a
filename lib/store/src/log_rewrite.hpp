#pragma once
// What an earlier process wrote to the log and could not sync.

#include "daypass/base/error.hpp"

#include <filesystem>
#include <string>

namespace daypass::store {

/// Writes the log of this database again as it is read, and syncs it. After a failed fsync Linux
/// keeps what was written in memory as if it were on the disk (lwn.net/Articles/752063): SQLite
/// would take such a transaction for committed and append to it, and a power failure would then
/// end the log before it, with all that was recorded since. To be called before SQLite opens the
/// database, by the only writer; readers do no harm. No log is no error. Repeatable; blocks.
[[nodiscard]] result<void> rewrite_log(const std::filesystem::path& database,
                                       const std::string& vfs);

}  // namespace daypass::store

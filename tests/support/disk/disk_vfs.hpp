#pragma once
// SQLite over a simulated disk.

#include "support/disk/simulated_disk.hpp"

#include <memory>
#include <string>

namespace daypass::support {

/// A registered sqlite3_vfs; unregistered with it.
class disk_vfs {
 public:
  virtual ~disk_vfs() = default;
};

/// Registers a VFS under `name`, which must be new, for sqlite_settings::vfs. `disk` outlives the
/// VFS, and the VFS every connection through it, also those of processes that were killed. Files
/// are synced, and their names made durable, as SQLite's unix VFS does it. Time stands still and
/// nothing sleeps. Seeds SQLite's own generator, which all connections of the program share.
[[nodiscard]] std::unique_ptr<disk_vfs> register_disk_vfs(simulated_disk& disk, std::string name);

}  // namespace daypass::support

#pragma once
// One of SQLite's files over a simulated disk: the methods of sqlite3_file.

#include "support/disk/disk_locks.hpp"
#include "support/disk/open_file.hpp"

#include <sqlite3.h>

#include <memory>

namespace daypass::support {

/// What a connection knows of a file that it has open.
struct vfs_handle {
  open_file file;
  std::shared_ptr<disk_locks> locks;
  int level = SQLITE_LOCK_NONE;
  bool attached = false;         ///< To the shared memory.
  bool sync_folder_too = false;  ///< With its next sync, as SQLite does for a new journal.
  bool remove_when_closed = false;
};

/// In memory of SQLite's.
struct vfs_file {
  sqlite3_file base;
  vfs_handle* handle;
};

[[nodiscard]] const sqlite3_io_methods* vfs_file_methods();

}  // namespace daypass::support

#pragma once
// A VFS of SQLite's whose reads fail while a test wants them to, or that shares no memory.

#include <sqlite3.h>

namespace daypass::store {

/// Named "failing_reads"; otherwise the system's. Of databases, not of their logs. One at a time.
class failing_reads {
 public:
  failing_reads() {
    sqlite3_initialize();
    system() = sqlite3_vfs_find(nullptr);
    vfs_ = *system();
    vfs_.pNext = nullptr;
    vfs_.zName = name;
    vfs_.xOpen = open;
    sqlite3_vfs_register(&vfs_, 0);
  }
  failing_reads(const failing_reads&) = delete;
  failing_reads& operator=(const failing_reads&) = delete;
  ~failing_reads() {
    now() = false;
    shares_memory() = true;
    sqlite3_vfs_unregister(&vfs_);
  }

  /// Whether they fail.
  static bool& now() {
    static bool failing = false;
    return failing;
  }

  /// Whether the files that are opened then can share memory, which a log needs.
  static bool& shares_memory() {
    static bool shares = true;
    return shares;
  }

  static constexpr const char* name = "failing_reads";

 private:
  static sqlite3_vfs*& system() {
    static sqlite3_vfs* found = nullptr;
    return found;
  }
  static const sqlite3_io_methods*& plain() {
    static const sqlite3_io_methods* methods = nullptr;
    return methods;
  }

  static int open(sqlite3_vfs* /*vfs*/, const char* file, sqlite3_file* into, int flags, int* out) {
    const int code = system()->xOpen(system(), file, into, flags, out);
    if (code != SQLITE_OK || (flags & SQLITE_OPEN_MAIN_DB) == 0) return code;
    static sqlite3_io_methods ours;
    plain() = into->pMethods;
    ours = *plain();
    ours.xRead = read;
    if (!shares_memory()) ours.iVersion = 1;
    into->pMethods = &ours;
    return code;
  }

  static int read(sqlite3_file* file, void* into, int size, sqlite3_int64 from) {
    return now() ? SQLITE_IOERR_READ : plain()->xRead(file, into, size, from);
  }

  sqlite3_vfs vfs_{};
};

}  // namespace daypass::store

#include "log_rewrite.hpp"

#include "daypass/ports/state_store.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

namespace daypass::store {
namespace {

/// SQLite's unix files cut a write's length to its low 17 bits, and take nothing left for a full
/// disk.
constexpr sqlite3_int64 part_bytes = 1 << 16;

struct filename_closer {
  void operator()(const char* name) const { sqlite3_free_filename(name); }
};

/// A log opened through SQLite's own way to files, whatever that is.
class log_file {
 public:
  explicit log_file(sqlite3_vfs& vfs)
      : room_(static_cast<std::size_t>(vfs.szOsFile) / sizeof(std::max_align_t) + 1) {}
  log_file(const log_file&) = delete;
  log_file& operator=(const log_file&) = delete;
  ~log_file() {
    if (file()->pMethods != nullptr) file()->pMethods->xClose(file());
  }

  int open(sqlite3_vfs& vfs, const char* name) {
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_WAL;
    return vfs.xOpen(&vfs, name, file(), flags, &flags);
  }

  int rewrite() {
    const sqlite3_io_methods& does = *file()->pMethods;
    sqlite3_int64 size = 0;
    int code = does.xFileSize(file(), &size);
    std::vector<char> part(static_cast<std::size_t>(std::min(size, part_bytes)));
    for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size; at += part_bytes) {
      const int count = static_cast<int>(std::min(part_bytes, size - at));
      code = does.xRead(file(), part.data(), count, at);
      if (code == SQLITE_OK) code = does.xWrite(file(), part.data(), count, at);
    }
    return code == SQLITE_OK && size > 0 ? does.xSync(file(), SQLITE_SYNC_NORMAL) : code;
  }

 private:
  sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(room_.data()); }

  std::vector<std::max_align_t> room_;
};

result<void> failed(int code) {
  const bool full = (code & 0xFF) == SQLITE_FULL;
  return fail(failure::retryable, full ? state_errc::full : state_errc::io,
              std::string("state: the log can't be written again: ") + sqlite3_errstr(code),
              failure_scope::lane);
}

}  // namespace

result<void> rewrite_log(const std::filesystem::path& database, const std::string& vfs) {
  sqlite3_initialize();
  sqlite3_vfs* const files = sqlite3_vfs_find(vfs.empty() ? nullptr : vfs.c_str());
  if (files == nullptr) return failed(SQLITE_ERROR);
  std::vector<char> path(static_cast<std::size_t>(files->mxPathname) + 1);
  int code = files->xFullPathname(files, database.c_str(), files->mxPathname, path.data());
  if (code != SQLITE_OK && code != SQLITE_OK_SYMLINK) return failed(code);
  const std::string log = std::string(path.data()) + "-wal";
  const std::unique_ptr<const char, filename_closer> name(
      sqlite3_create_filename(log.c_str(), "", "", 0, nullptr));
  int there = 0;
  code = files->xAccess(files, name.get(), SQLITE_ACCESS_EXISTS, &there);
  if (code != SQLITE_OK) return failed(code);
  if (there == 0) return {};
  log_file opened(*files);
  code = opened.open(*files, name.get());
  if (code == SQLITE_OK) code = opened.rewrite();
  if (code != SQLITE_OK) return failed(code);
  return {};
}

}  // namespace daypass::store

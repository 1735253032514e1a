#include "support/disk/disk_vfs.hpp"

#include "support/disk/vfs_file.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace daypass::support {
namespace {

// Noon of 2030-01-01 as a Julian day in milliseconds.
constexpr sqlite3_int64 fixed_time = 2'462'503LL * 86'400'000;
constexpr int longest_name = 512;

simulated_disk& disk_of(sqlite3_vfs* vfs) {
  return *static_cast<simulated_disk*>(vfs->pAppData);
}

open_mode mode_of(const char* name, int flags) {
  if (name == nullptr) return open_mode::nameless;
  if ((flags & SQLITE_OPEN_CREATE) == 0) return open_mode::existing;
  return (flags & SQLITE_OPEN_EXCLUSIVE) != 0 ? open_mode::new_only : open_mode::existing_or_new;
}

int open_one(sqlite3_vfs* vfs, const char* name, sqlite3_file* into, int flags, int* out) noexcept {
  constexpr int journals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;
  into->pMethods = nullptr;
  auto made = std::make_unique<vfs_handle>();
  bool read_only = false;
  if (open_file::open(disk_of(vfs), name == nullptr ? "" : name, mode_of(name, flags), made->file,
                      read_only)) {
    return SQLITE_CANTOPEN;
  }
  made->locks = made->file.file().shared_locks();
  made->sync_folder_too = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & journals) != 0;
  made->remove_when_closed = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  if (read_only) {
    flags &= ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    flags |= SQLITE_OPEN_READONLY;
  }
  if (out != nullptr) *out = flags;
  reinterpret_cast<vfs_file*>(into)->handle = made.release();
  into->pMethods = vfs_file_methods();
  return SQLITE_OK;
}

int remove_one(sqlite3_vfs* vfs, const char* name, int sync_folder) noexcept {
  simulated_disk& disk = disk_of(vfs);
  const std::uint64_t life = disk.life();
  if (const auto trouble = disk.unlink(life, name)) {
    return trouble == std::errc::no_such_file_or_directory ? SQLITE_IOERR_DELETE_NOENT
                                                           : SQLITE_IOERR_DELETE;
  }
  if (sync_folder == 0 || !disk.sync_folder(life, folder_of(name))) return SQLITE_OK;
  return SQLITE_IOERR_DIR_FSYNC;
}

// As of the unix VFS, an empty file is none, for it holds no hot journal.
int look_for(sqlite3_vfs* vfs, const char* name, int flags, int* found) noexcept {
  const auto contents = disk_of(vfs).contents(name);
  *found = contents && (flags != SQLITE_ACCESS_EXISTS || !contents->empty()) ? 1 : 0;
  return SQLITE_OK;
}

int full_name(sqlite3_vfs* /*vfs*/, const char* name, int size, char* into) noexcept {
  sqlite3_snprintf(size, into, "%s", name);
  return SQLITE_OK;
}

int draw(sqlite3_vfs* vfs, int size, char* into) noexcept {
  for (int index = 0; index < size; ++index) {
    into[index] = static_cast<char>(disk_of(vfs).chance().next());
  }
  return size;
}

int sleep_for(sqlite3_vfs* vfs, int microseconds) noexcept {
  disk_of(vfs).sleep(std::chrono::microseconds(microseconds));
  return microseconds;
}

int current_time(sqlite3_vfs* /*vfs*/, double* days) noexcept {
  *days = static_cast<double>(fixed_time) / 86'400'000.0;
  return SQLITE_OK;
}

int current_time_ms(sqlite3_vfs* /*vfs*/, sqlite3_int64* into) noexcept {
  *into = fixed_time;
  return SQLITE_OK;
}

int last_error(sqlite3_vfs* /*vfs*/, int /*size*/, char* /*into*/) noexcept {
  return 0;
}

class registered_vfs final : public disk_vfs {
 public:
  registered_vfs(simulated_disk& disk, std::string name) : name_(std::move(name)) {
    sqlite3_initialize();
    vfs_.iVersion = 2;
    vfs_.szOsFile = sizeof(vfs_file);
    vfs_.mxPathname = longest_name;
    vfs_.zName = name_.c_str();
    vfs_.pAppData = &disk;
    vfs_.xOpen = open_one;
    vfs_.xDelete = remove_one;
    vfs_.xAccess = look_for;
    vfs_.xFullPathname = full_name;
    vfs_.xRandomness = draw;
    vfs_.xSleep = sleep_for;
    vfs_.xCurrentTime = current_time;
    vfs_.xGetLastError = last_error;
    vfs_.xCurrentTimeInt64 = current_time_ms;
    sqlite3_vfs_register(&vfs_, 0);
    // The salts of logs and the nonces of journals; 0 would mean the system's randomness.
    const auto seed = static_cast<unsigned>(disk.chance().next() | 1U);
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, seed, nullptr);
  }
  registered_vfs(const registered_vfs&) = delete;
  registered_vfs& operator=(const registered_vfs&) = delete;
  ~registered_vfs() override { sqlite3_vfs_unregister(&vfs_); }

 private:
  std::string name_;
  sqlite3_vfs vfs_{};
};

}  // namespace

std::unique_ptr<disk_vfs> register_disk_vfs(simulated_disk& disk, std::string name) {
  return std::make_unique<registered_vfs>(disk, std::move(name));
}

}  // namespace daypass::support

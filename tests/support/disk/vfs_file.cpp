#include "support/disk/vfs_file.hpp"

#include <cstring>

namespace daypass::support {
namespace {

// Results are those of os_unix.c, SQLite 3.40: what the code above sees is what it would see of a
// real disk. SQLite knows no exceptions: one that got here ends the program.

vfs_handle& handle_of(sqlite3_file* file) {
  return *reinterpret_cast<vfs_file*>(file)->handle;
}

int close_file(sqlite3_file* file) noexcept {
  const std::unique_ptr<vfs_handle> handle(&handle_of(file));
  if (handle->locks) handle->locks->lower(handle.get(), handle->level, SQLITE_LOCK_NONE);
  if (handle->remove_when_closed && !handle->file.name().empty()) {
    handle->file.disk().unlink(handle->file.life(), handle->file.name());
  }
  file->pMethods = nullptr;
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 from) noexcept {
  auto* bytes = static_cast<char*>(into);
  const auto wanted = static_cast<std::size_t>(size);
  std::size_t got = 0;
  if (handle_of(file).file.read(static_cast<std::uint64_t>(from), {bytes, wanted}, got)) {
    return SQLITE_IOERR_CORRUPTFS;  // Its name for EIO.
  }
  if (got == wanted) return SQLITE_OK;
  std::memset(bytes + got, 0, wanted - got);
  return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 to) noexcept {
  const std::string_view bytes(static_cast<const char*>(from), static_cast<std::size_t>(size));
  const auto trouble = handle_of(file).file.write(static_cast<std::uint64_t>(to), bytes);
  if (!trouble) return SQLITE_OK;
  return trouble == std::errc::no_space_on_device ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) noexcept {
  const auto trouble = handle_of(file).file.truncate(static_cast<std::uint64_t>(size));
  return trouble ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

// SQLite doesn't heed whether the folder's sync works, and need not: on a journalling file system
// the name is part of what the file's sync commits. Here they are two, and either fails both.
int sync_file(sqlite3_file* file, int /*flags*/) noexcept {
  vfs_handle& handle = handle_of(file);
  if (handle.file.sync()) return SQLITE_IOERR_FSYNC;
  if (!handle.sync_folder_too) return SQLITE_OK;
  const std::string_view folder = folder_of(handle.file.name());
  if (handle.file.disk().sync_folder(handle.file.life(), folder)) return SQLITE_IOERR_FSYNC;
  handle.sync_folder_too = false;
  return SQLITE_OK;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) noexcept {
  *size = static_cast<sqlite3_int64>(handle_of(file).file.file().seen().size());
  return SQLITE_OK;
}

int lock_file(sqlite3_file* file, int level) noexcept {
  vfs_handle& handle = handle_of(file);
  if (handle.level >= level) return SQLITE_OK;
  const auto verdict = handle.file.ask(disk_call_kind::lock);
  if (verdict == disk_verdict::refuse_lock) return SQLITE_BUSY;
  if (error_of(verdict)) return SQLITE_IOERR_LOCK;
  const bool taken = handle.locks->raise(&handle, handle.level, level);
  if (handle.file.disk().done(verdict)) return SQLITE_IOERR_LOCK;
  return taken ? SQLITE_OK : SQLITE_BUSY;
}

int unlock_file(sqlite3_file* file, int level) noexcept {
  vfs_handle& handle = handle_of(file);
  handle.locks->lower(&handle, handle.level, level);
  return SQLITE_OK;
}

int look_for_reserved(sqlite3_file* file, int* reserved) noexcept {
  *reserved = handle_of(file).locks->reserved() ? 1 : 0;
  return SQLITE_OK;
}

int control_file(sqlite3_file* /*file*/, int /*what*/, void* /*argument*/) noexcept {
  return SQLITE_NOTFOUND;
}

int sector_size(sqlite3_file* /*file*/) noexcept {
  return 4096;
}

int device_characteristics(sqlite3_file* /*file*/) noexcept {
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int map_memory(sqlite3_file* file, int index, int size, int make, void volatile** into) noexcept {
  vfs_handle& handle = handle_of(file);
  *into = nullptr;
  if (!handle.attached) {
    handle.locks->attach();
    handle.attached = true;
  }
  const auto number = static_cast<std::size_t>(index);
  if (!handle.locks->has_region(number) && make == 0) return SQLITE_OK;
  if (!handle.locks->has_region(number)) {
    const auto verdict = handle.file.ask(disk_call_kind::map);
    const auto trouble = error_of(verdict);
    if (trouble == std::errc::no_space_on_device) return SQLITE_IOERR_SHMSIZE;
    if (trouble || handle.file.disk().done(verdict)) return SQLITE_IOERR_SHMMAP;
  }
  *into = handle.locks->region(number, static_cast<std::size_t>(size), make != 0);
  return SQLITE_OK;
}

int lock_memory(sqlite3_file* file, int first, int count, int flags) noexcept {
  vfs_handle& handle = handle_of(file);
  const auto from = static_cast<std::size_t>(first);
  const auto slots = static_cast<std::size_t>(count);
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    handle.locks->give_slots(&handle, from, slots);
    return SQLITE_OK;
  }
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  auto verdict = disk_verdict::go_on;
  if (exclusive) verdict = handle.file.ask(disk_call_kind::lock);
  if (verdict == disk_verdict::refuse_lock) return SQLITE_BUSY;
  if (error_of(verdict)) return SQLITE_IOERR_SHMLOCK;
  const bool taken = handle.locks->take_slots(&handle, from, slots, exclusive);
  if (handle.file.disk().done(verdict)) return SQLITE_IOERR_SHMLOCK;
  return taken ? SQLITE_OK : SQLITE_BUSY;
}

// All happens on one thread.
void memory_barrier(sqlite3_file* /*file*/) noexcept {}

int unmap_memory(sqlite3_file* file, int /*remove*/) noexcept {
  vfs_handle& handle = handle_of(file);
  if (!handle.attached) return SQLITE_OK;
  handle.locks->give_slots(&handle, 0, SQLITE_SHM_NLOCK);
  handle.locks->detach();
  handle.attached = false;
  return SQLITE_OK;
}

}  // namespace

const sqlite3_io_methods* vfs_file_methods() {
  static const sqlite3_io_methods methods = {
      .iVersion = 2,
      .xClose = close_file,
      .xRead = read_file,
      .xWrite = write_file,
      .xTruncate = truncate_file,
      .xSync = sync_file,
      .xFileSize = size_of_file,
      .xLock = lock_file,
      .xUnlock = unlock_file,
      .xCheckReservedLock = look_for_reserved,
      .xFileControl = control_file,
      .xSectorSize = sector_size,
      .xDeviceCharacteristics = device_characteristics,
      .xShmMap = map_memory,
      .xShmLock = lock_memory,
      .xShmBarrier = memory_barrier,
      .xShmUnmap = unmap_memory,
      .xFetch = nullptr,
      .xUnfetch = nullptr,
  };
  return &methods;
}

}  // namespace daypass::support

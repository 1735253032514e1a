#pragma once
// What is asked of a simulated disk, and how a simulation may answer.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace daypass::support {

enum class disk_call_kind : std::uint8_t {
  open,         ///< Of a file that exists or is made.
  read,         ///< Of a part of a file.
  write,        ///< Of a part of a file, in place or beyond its end.
  sync,         ///< Makes a file's contents durable, not its name.
  truncate,     ///< Sets a file's size.
  unlink,       ///< Takes a name away.
  rename,       ///< Gives a file another name in its folder, in place of a file that had it.
  sync_folder,  ///< Makes the names in a folder durable.
  look,         ///< Whether a name is there, for the sealed folder.
  lock,         ///< SQLite takes a lock on its file or its shared memory.
  map,          ///< SQLite makes a region of its shared memory, a file of its own on a real disk.
};
inline constexpr std::size_t disk_call_kinds = std::to_underlying(disk_call_kind::map) + 1;
[[nodiscard]] std::string_view to_string(disk_call_kind kind);

/// One call, before it is done. Ends with the hook's call.
struct disk_call {
  disk_call_kind kind{};
  std::string_view name;     ///< Of the file or the folder; empty for a file without a name.
  std::uint64_t offset = 0;  ///< Of read and write.
  std::size_t size = 0;      ///< Of read, write and truncate.
  std::uint64_t number = 0;  ///< Running, from 1 since the disk was made.
};

/// An answer that its kind of call can't have (a short read, a full disk for a look) is go_on.
enum class disk_verdict : std::uint8_t {
  go_on,
  fail_io,         ///< EIO, no effect; of a sync: any part is durable, the rest counts as written.
  fail_no_space,   ///< ENOSPC, no effect: of calls that may need room.
  fail_read_only,  ///< EROFS, no effect: of calls that change something; opens become read-only.
  short_write,     ///< A part is written, then ENOSPC.
  refuse_lock,     ///< Another holds the lock.
  pretend,         ///< A sync, of a file or a folder, says that it is done and does nothing.
  crash_before,    ///< The fence falls before the call has any effect.
  crash_after,     ///< The call has its effect; nobody hears of it, for the fence falls then.
};
[[nodiscard]] std::string_view to_string(disk_verdict verdict);

/// Whether a call of this kind can be answered so.
[[nodiscard]] bool possible(disk_call_kind kind, disk_verdict verdict);

}  // namespace daypass::support

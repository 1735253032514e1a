#pragma once
// How the SQLite state is opened.

#include "daypass/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace daypass::store {

struct sqlite_settings {
  std::filesystem::path file;  ///< Made with mode 0600 when absent; its folder must exist.

  /// Name of a registered sqlite3_vfs to go through; then no file is made and no lock is taken
  /// here, for the names may mean nothing outside that VFS. Empty: the system's files.
  std::string vfs;

  std::size_t cache_kib = 16 * 1024;            ///< Page cache; part of the resident size.
  std::uint32_t checkpoint_pages = 20'000;      ///< WAL pages of 4 KiB before a checkpoint.
  milliseconds busy_timeout{2'000};             ///< How long another's lock is waited for.
  std::optional<std::uint32_t> file_pages_max;  ///< Bounds the database file: `full` beyond it.
  std::size_t queue_max = 8'192;                ///< Calls waiting; beyond it `busy`.
  std::size_t group_max = 512;                  ///< Calls that share one transaction.
  duration group_delay = milliseconds{2};       ///< Longest wait for others to share with.
};

}  // namespace daypass::store

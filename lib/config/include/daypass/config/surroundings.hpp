#pragma once
// What a configuration names outside itself: files, groups, variables.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace daypass::config {

enum class file_kind : std::uint8_t {
  missing,
  file,
  folder,
  other,  ///< A socket, a device.
};

/// What can be told of a path without opening it.
struct file_facts {
  file_kind kind = file_kind::missing;
  bool accessible = false;  ///< A file: readable by us. A folder: readable and searchable.
  bool writable = false;
  bool open_to_others = false;  ///< Readable by any user of this machine.
  std::uintmax_t size = 0;      ///< Bytes, of a file.
};

/// The machine as the daemon sees it. Any thread.
struct surroundings {
  std::function<file_facts(const std::filesystem::path&)> look;
  std::function<std::optional<std::string>(const std::string&)> variable;
  std::function<bool(const std::string&)> has_group;
};

/// This machine.
[[nodiscard]] surroundings this_machine();

}  // namespace daypass::config

#pragma once
// The lock that keeps a second daemon off the state: flock(2) on `<database>.lock`, which ends with
// the process however it ends.

#include "daypass/base/error.hpp"

#include <filesystem>

namespace daypass::store {

class file_lock {
 public:
  file_lock() = default;
  file_lock(file_lock&& other) noexcept;
  file_lock& operator=(file_lock&& other) noexcept;
  file_lock(const file_lock&) = delete;
  file_lock& operator=(const file_lock&) = delete;
  ~file_lock();

  /// `busy` with the holder's process id when another holds it.
  [[nodiscard]] static result<file_lock> take(const std::filesystem::path& file);

 private:
  explicit file_lock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

/// Makes the file when it is absent, with mode 0600, and takes other rights from one that is there.
[[nodiscard]] result<void> make_private_file(const std::filesystem::path& file);

}  // namespace daypass::store

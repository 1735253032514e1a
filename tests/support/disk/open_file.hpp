#pragma once
// A file of a simulated disk as a process has it open.

#include "support/disk/simulated_disk.hpp"

#include <span>
#include <string>

namespace daypass::support {

enum class open_mode : std::uint8_t {
  existing,  ///< Must be there.
  existing_or_new,
  new_only,  ///< Must not be there.
  nameless,  ///< Ends with its handle.
};

class open_file {
 public:
  /// Nothing open; every call would be a bug.
  open_file() = default;

  /// Errors: ENOENT, EEXIST, and what the disk's verdicts make. `read_only` says that the disk is
  /// read-only for now and the file, which was there, can only be read through `into`.
  static std::error_code open(simulated_disk& disk, std::string name, open_mode mode,
                              open_file& into, bool& read_only);

  /// `got` is smaller than `into` at the end of the file.
  std::error_code read(std::uint64_t offset, std::span<char> into, std::size_t& got);
  /// After an error a part may be written.
  std::error_code write(std::uint64_t offset, std::string_view bytes);
  std::error_code truncate(std::uint64_t size);
  std::error_code sync();

  /// For calls that concern the file's folder or its locks.
  disk_verdict ask(disk_call_kind kind);
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] disk_file& file() const { return *file_; }
  [[nodiscard]] simulated_disk& disk() const { return *disk_; }
  [[nodiscard]] std::uint64_t life() const { return life_; }

 private:
  simulated_disk* disk_ = nullptr;
  disk_file_ptr file_;
  std::string name_;
  std::uint64_t life_ = 0;
};

}  // namespace daypass::support

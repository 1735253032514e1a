#pragma once
// A folder of a test's own, mode 0750, removed with all that is in it.

#include <filesystem>
#include <string>
#include <string_view>

namespace daypass::support {

class scratch_folder {
 public:
  scratch_folder();
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;
  ~scratch_folder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Writes a file and gives its path.
  std::filesystem::path write(std::string_view name, std::string_view contents) const;

 private:
  std::filesystem::path path_;
};

/// All of a file; empty when it can't be read.
[[nodiscard]] std::string contents_of(const std::filesystem::path& file);

}  // namespace daypass::support

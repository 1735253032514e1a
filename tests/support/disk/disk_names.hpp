#pragma once
// The names of a simulated disk: what is seen, what is durable, and the changes in between.

#include "support/disk/disk_file.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace daypass::support {

/// The folder of a name: all before its last slash; empty when it has none.
[[nodiscard]] std::string_view folder_of(std::string_view name);

class disk_names {
 public:
  using table = std::map<std::string, disk_file_ptr, std::less<>>;

  [[nodiscard]] const table& seen() const { return seen_; }
  [[nodiscard]] const table& durable() const { return durable_; }
  /// Null when nothing has that name.
  [[nodiscard]] disk_file_ptr find(std::string_view name) const;

  /// A name of a file at rest, durable at once.
  void put(std::string name, disk_file_ptr file);
  void link(std::string_view name, disk_file_ptr file);
  /// False when nothing has that name.
  bool unlink(std::string_view name);
  bool rename(std::string_view from, std::string_view to);
  void sync(std::string_view folder);
  /// A sync that failed: any part of the changes is durable; all of them wait for the next one.
  void sync_partly(std::string_view folder, disk_chance& chance);
  /// Power fails: of the changes not synced any part survives.
  void crash(disk_chance& chance);

 private:
  // `name` means `file`, or nothing; a rename takes `from` away in the same step.
  struct change {
    std::string name;
    disk_file_ptr file;
    std::string from;
  };

  void apply(const change& one);
  void survive(const std::vector<change>& changes, disk_chance& chance);

  table seen_;
  table durable_;
  std::vector<change> waiting_;
};

}  // namespace daypass::support

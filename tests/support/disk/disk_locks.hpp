#pragma once
// What the connections of one process share about one of SQLite's files: its locks and the shared
// memory of its write-ahead log. Connections are told apart by their address.

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

namespace daypass::support {

class disk_locks {
 public:
  // --- the file's lock: sqlite.org/lockingv3.html; levels are SQLITE_LOCK_*

  /// Raises `held`, the level of `who`, up to `wanted`; false when another is in the way.
  bool raise(const void* who, int& held, int wanted);
  void lower(const void* who, int& held, int wanted);
  [[nodiscard]] bool reserved() const { return reserved_ != nullptr; }

  // --- shared memory

  /// The region with this index; null when it is not there and not to be made.
  void* region(std::size_t index, std::size_t size, bool make);
  [[nodiscard]] bool has_region(std::size_t index) const { return index < regions_.size(); }
  void attach() { ++attached_; }
  /// The last one takes the memory along, as the first to come finds it emptied.
  void detach();

  /// Locks of `count` slots from `first` on, for `who`; false when another is in the way.
  bool take_slots(const void* who, std::size_t first, std::size_t count, bool exclusive);
  void give_slots(const void* who, std::size_t first, std::size_t count);

 private:
  struct slot {
    const void* owner = nullptr;  ///< Of the exclusive lock.
    std::vector<const void*> sharing;
  };

  int shared_ = 0;
  const void* reserved_ = nullptr;
  const void* pending_ = nullptr;
  std::vector<std::unique_ptr<char[]>> regions_;
  int attached_ = 0;
  static constexpr std::size_t slots_max = 8;  // SQLITE_SHM_NLOCK
  std::array<slot, slots_max> slots_;
};

}  // namespace daypass::support

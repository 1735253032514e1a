#pragma once
// One file of a simulated disk: what is seen, what is durable, and the writes in between.

#include "support/disk/disk_chance.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace daypass::support {

class disk_locks;

class disk_file {
 public:
  /// What a disk writes whole or not at all.
  static constexpr std::uint64_t sector_bytes = 512;

  disk_file();
  /// A file at rest.
  explicit disk_file(std::string durable);

  [[nodiscard]] std::string_view seen() const { return seen_; }
  [[nodiscard]] std::string_view durable() const { return durable_; }
  /// Whether anything waits for a sync.
  [[nodiscard]] bool dirty() const { return !waiting_.empty(); }

  void write(std::uint64_t offset, std::string_view bytes);
  void truncate(std::uint64_t size);
  void sync();
  /// A sync that failed: any part is durable, and nothing waits any more. Linux marks such pages
  /// clean, so that what was lost stays lost until it is written again.
  void sync_partly(disk_chance& chance);
  /// Power fails: of what waits any part survives, sector by sector.
  void crash(disk_chance& chance);

  /// Locks and shared memory of the processes that have it open.
  [[nodiscard]] disk_locks& locks() const { return *locks_; }
  [[nodiscard]] std::shared_ptr<disk_locks> shared_locks() const { return locks_; }
  /// The processes are gone; those to come start with none.
  void drop_locks();

 private:
  // Bytes are in bytes_; a truncation has none.
  struct change {
    std::uint64_t offset = 0;  ///< Or the size, of a truncation.
    std::size_t from = 0;
    std::size_t size = 0;
    bool truncates = false;
  };

  void apply(const change& one);
  void apply_part(const change& one, std::uint64_t from, std::uint64_t to);
  void apply_torn(const change& one, disk_chance& chance);
  void apply_sectors(const change& one, disk_chance& chance);
  void apply_size(const change& one, disk_chance& chance);
  void survive(disk_chance& chance);
  void forget_changes();

  std::string seen_;
  std::string durable_;
  std::vector<change> waiting_;
  std::string bytes_;
  std::shared_ptr<disk_locks> locks_;
};

using disk_file_ptr = std::shared_ptr<disk_file>;

}  // namespace daypass::support

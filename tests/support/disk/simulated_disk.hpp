#pragma once
// A disk in memory that outlives the processes that use it, knows what a power failure would leave,
// and fails when a simulation says so. One thread at a time; one seed decides everything.

#include "support/disk/disk_call.hpp"
#include "support/disk/disk_chance.hpp"
#include "support/disk/disk_file.hpp"
#include "support/disk/disk_names.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace daypass::support {

/// The files of a disk at rest, all of it durable. Cheap to copy, and safe to share among threads.
using disk_image = std::shared_ptr<const std::map<std::string, std::string>>;

class simulated_disk {
 public:
  explicit simulated_disk(std::uint64_t seed) : chance_(seed) {}
  simulated_disk(std::uint64_t seed, const disk_image& image);
  simulated_disk(const simulated_disk&) = delete;
  simulated_disk& operator=(const simulated_disk&) = delete;
  ~simulated_disk() = default;

  /// Asked before each call of a process, and what to do about it. It may look at the disk and
  /// raise the fence; it must not throw. Not asked of calls that a fence stops.
  std::function<disk_verdict(const disk_call&)> on_call;

  // --- how processes end and begin

  /// From here on nothing reaches the disk: every call fails with EIO and has no effect. For a
  /// crash inside a synchronous call: the code above runs on, and the world sees nothing of it.
  void fence() { fenced_ = true; }
  [[nodiscard]] bool fenced() const { return fenced_; }
  /// For the next process. What the last one still has open stays shut out.
  void unfence() { fenced_ = false; }
  /// The process is killed: all that it wrote stays, synced or not. What it has open, its locks and
  /// shared memory end. The fence stays as it is.
  void kill();
  /// Power fails: what was synced stays; of the rest each sector, size and name may or may not.
  void crash(std::uint64_t seed);

  // --- what the world sees, at any time; never asked of on_call, never fenced

  /// What a reader finds in a file now; valid until it changes.
  [[nodiscard]] std::optional<std::string_view> contents(std::string_view name) const;
  /// What is certain to be found after a power failure; one that is not certain is absent.
  [[nodiscard]] std::optional<std::string_view> durable(std::string_view name) const;
  /// Names in a folder ("" for names without a slash), without the folder, sorted.
  [[nodiscard]] std::vector<std::string> names(std::string_view folder) const;
  [[nodiscard]] std::vector<std::string> durable_names(std::string_view folder) const;
  /// Somebody else writes or removes a file; as durable as by a process that doesn't sync.
  void put(std::string_view name, std::string_view contents);
  bool remove(std::string_view name);
  /// All files as they are seen now.
  [[nodiscard]] disk_image image() const;

  [[nodiscard]] std::uint64_t count(disk_call_kind kind) const {
    return counts_.at(std::to_underlying(kind));
  }
  [[nodiscard]] std::uint64_t calls() const { return calls_; }
  /// How long SQLite asked to sleep, which it never really does: waits for locks.
  [[nodiscard]] std::chrono::microseconds slept() const { return slept_; }

  // --- for the VFS and the sealed folder: calls of processes

  /// A process's calls carry the life in which it opened what it uses; one of an earlier life is
  /// shut out.
  [[nodiscard]] std::uint64_t life() const { return life_; }
  /// Counts a call and asks what becomes of it; crash_before for whoever is shut out.
  [[nodiscard]] disk_verdict ask(std::uint64_t life, disk_call call);
  /// After a call that had its effect: raises the fence where the verdict says so.
  std::error_code done(disk_verdict verdict);
  void sleep(std::chrono::microseconds span) { slept_ += span; }
  [[nodiscard]] disk_names& files() { return names_; }
  [[nodiscard]] disk_chance& chance() { return chance_; }

  std::error_code unlink(std::uint64_t life, std::string_view name);
  std::error_code rename(std::uint64_t life, std::string_view from, std::string_view to);
  std::error_code sync_folder(std::uint64_t life, std::string_view folder);

 private:
  void end_processes();

  disk_names names_;
  disk_chance chance_;
  bool fenced_ = false;
  std::uint64_t life_ = 1;
  std::uint64_t calls_ = 0;
  std::array<std::uint64_t, disk_call_kinds> counts_{};
  std::chrono::microseconds slept_{0};
};

/// The error that a verdict makes of a call; none for those that let it have its effect.
[[nodiscard]] std::error_code error_of(disk_verdict verdict);

}  // namespace daypass::support

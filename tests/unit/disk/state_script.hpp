#pragma once
// The real state over a simulated disk, and a script of transactions whose effect is known.

#include "support/disk/disk_vfs.hpp"
#include "support/disk/simulated_disk.hpp"
#include "support/run_awaitable.hpp"

#include "daypass/ports/state_store.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace daypass::support {

/// A disk and the process that has its state open, or none.
class state_machine {
 public:
  state_machine(std::uint64_t seed, const disk_image& image)
      : disk_(seed, image), vfs_(register_disk_vfs(disk_, vfs_name)) {}

  [[nodiscard]] simulated_disk& disk() { return disk_; }

  /// Starts a process; the error when it can't open the state.
  result<void> start();
  /// Ends it as a crash does, unless there is none; then the disk is free for the next one.
  void end_by_power_failure(std::uint64_t seed);
  void end_by_kill();
  void stop() { state_.reset(); }

  /// Runs one transaction of the script.
  result<void> step(std::size_t number);
  /// All that the state tells of itself, as text; the error's words when it can't be read.
  std::string story();
  /// What SQLite's own check finds: "ok".
  std::string check();

 private:
  static constexpr const char* vfs_name = "state_machine";

  template <typename T>
  result<T> run(boost::asio::awaitable<result<T>> asked) {
    return run_all(context_, std::move(asked));
  }

  result<void> take_in(std::size_t number);
  result<void> advance(std::size_t number);
  result<void> give_order(std::size_t number);
  result<void> purge_some(std::size_t number);

  simulated_disk disk_;
  std::unique_ptr<disk_vfs> vfs_;
  boost::asio::io_context context_;
  std::unique_ptr<state_store> state_;
};

/// Steps of the script: 0 to steps - 1.
inline constexpr std::size_t steps = 8;

/// What the state tells before each step and after the last, when nothing fails.
[[nodiscard]] const std::vector<std::string>& stories();

/// A disk with nothing on it.
[[nodiscard]] const disk_image& empty_disk();

/// The disk's calls in a start that makes the state there.
[[nodiscard]] std::uint64_t calls_of_first_start();

/// A disk with an empty state, the schema up to date, nobody's file open.
[[nodiscard]] const disk_image& empty_state();

}  // namespace daypass::support

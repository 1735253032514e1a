#pragma once
// Between the consumer's thread and the reader's: a bounded queue of records, the question for the
// stored positions, and what came back as recorded. Every method may be called from any thread;
// what blocks is meant for the consumer's.

#include "daypass/base/error.hpp"
#include "daypass/ports/event_feed.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace daypass::kafka {

struct hand_over_limits {
  std::size_t messages_max = 1;
  std::size_t bytes_max = 1;
};

/// What the reader finds when it looks.
enum class found : std::uint8_t { events, positions_wanted, nothing, stopped };

class hand_over {
 public:
  /// `wake` tells the reader to look again; it is called without the lock held.
  hand_over(hand_over_limits limits, std::function<void()> wake);

  /// The consumer's side.
  [[nodiscard]] bool stopping() const;
  /// True when there is room; false after `at_most`, or at once when stopping.
  [[nodiscard]] bool wait_for_room(std::chrono::milliseconds at_most);
  /// Sleeps, until stop() at the longest.
  void pause(std::chrono::milliseconds at_most);
  void push(raw_event record);
  /// The cluster that the records come from.
  void name_cluster(std::string id);
  /// A partition is ours from `next` on, or taken away: its records still queued are dropped.
  void begin(const partition_id& partition, std::int64_t next);
  void end(const partition_id& partition);
  /// Blocks until the reader has answered; nothing when stopping.
  [[nodiscard]] std::optional<result<std::vector<position>>> ask_positions();
  /// The positions recorded since the last call, of partitions that are still ours.
  [[nodiscard]] std::vector<position> take_recorded();
  /// Waits after stop() until all that was handed out is recorded, or the reader is gone.
  void wait_until_recorded(std::chrono::milliseconds at_most);

  /// The reader's side.
  [[nodiscard]] found look(std::size_t max, std::vector<raw_event>& into);
  /// Empty until the first assignment.
  [[nodiscard]] std::string cluster() const;
  void answer(result<std::vector<position>> positions);
  /// Of partitions that are ours, in the cluster that they are read from.
  void recorded(const std::vector<position>& positions);
  void stop();
  /// Nothing more will be recorded.
  void abandon();

 private:
  struct track {
    std::int64_t handed_out = 0;  ///< One past the last record that the reader has.
    std::int64_t recorded = 0;
    bool told = false;  ///< `recorded` has news for take_recorded.
  };

  [[nodiscard]] bool full() const;
  [[nodiscard]] bool all_recorded() const;
  void wake_if_waiting(std::unique_lock<std::mutex> held);

  const hand_over_limits limits_;
  const std::function<void()> wake_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<raw_event> records_;
  std::size_t bytes_ = 0;
  std::map<partition_id, track> ours_;
  std::string cluster_;
  std::optional<result<std::vector<position>>> answer_;
  bool asked_ = false;
  bool reader_waits_ = false;
  bool stopping_ = false;
  bool abandoned_ = false;
};

}  // namespace daypass::kafka

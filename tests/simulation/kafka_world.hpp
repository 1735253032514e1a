#pragma once
// The topic outside of any daemon: its logs, the group's committed offsets, and what faults and
// operators do to them. At most one member of the group is a process of ours.

#include "daypass/base/time.hpp"
#include "daypass/ports/event_feed.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace daypass::simulation {

/// The process that reads, as the broker knows it.
class group_member {
 public:
  virtual ~group_member() = default;

  /// Does what was due until now: the world is about to change, or somebody looks.
  virtual void catch_up() = 0;

  /// The world has changed.
  virtual void news() = 0;
};

/// An offset that the broker took, for a checker.
struct kafka_commit {
  instant at{};
  std::string cluster;
  std::int32_t partition = 0;
  std::int64_t next_offset = 0;
};

/// Partitions are numbered from 0. Everything happens at `now()`, true time.
class kafka_world {
 public:
  /// `partitions` is 1 to 4. `now` is true time, which no step of a machine's clock moves.
  kafka_world(std::function<instant()> now, std::int32_t partitions, std::string cluster = "sim-1",
              std::string topic = "hires");

  /// Writes a record and gives its offset. Partition and offset are set here, and the time of
  /// production where there is none.
  std::int64_t append(std::int32_t partition, raw_event record);

  [[nodiscard]] instant now() const { return now_(); }
  [[nodiscard]] std::int32_t partitions() const { return static_cast<std::int32_t>(logs_.size()); }
  [[nodiscard]] partition_id id_of(std::int32_t partition) const { return {topic_, partition}; }
  [[nodiscard]] const std::string& cluster() const { return cluster_; }

  /// The lowest offset that is still there, and the next to be written.
  [[nodiscard]] std::int64_t log_start(std::int32_t partition) const;
  [[nodiscard]] std::int64_t log_end(std::int32_t partition) const;
  /// The record at an offset in [log_start, log_end).
  [[nodiscard]] const raw_event& at(std::int32_t partition, std::int64_t offset) const;

  /// What the group has committed, by now.
  [[nodiscard]] std::optional<std::int64_t> committed(std::int32_t partition) const;
  /// The highest that was ever committed in this cluster; an operator's acts don't count.
  [[nodiscard]] std::optional<std::int64_t> highest_committed(std::int32_t partition) const;
  /// All commits of the group's members, by time.
  [[nodiscard]] const std::vector<kafka_commit>& commits() const;

  // Faults.

  /// The broker can't be reached until then: no record, no commit, no assignment. Never shortens.
  void broker_gone(instant until);
  /// The group is rebalanced: what our member has is revoked, and assigned again.
  void rebalance();
  /// Another member has this partition until then; it commits nothing.
  void give_elsewhere(std::int32_t partition, instant until);

  // Acts of operators.

  /// Sets what is committed, within the log or not.
  void rewind(std::int32_t partition, std::int64_t offset);
  void reset_to_end();
  void forget_committed();
  /// The topic was moved: the records are the same, the offsets of the old cluster mean nothing,
  /// and nothing is committed. With `first_offset` each log is numbered anew from there.
  void rename_cluster(std::string id, std::optional<std::int64_t> first_offset = std::nullopt);
  /// Retention takes what lies before `offset`, which is at most the log's end.
  void expire(std::int32_t partition, std::int64_t offset);

  // The broker's side of our member.

  void join(group_member* member);
  /// `closed`: it said goodbye. Otherwise the broker may take up to a session timeout to notice.
  void leave(const group_member* member, bool closed);
  /// When the latest member left without a goodbye; nothing when it said one.
  [[nodiscard]] std::optional<instant> vanished_at() const { return vanished_at_; }
  [[nodiscard]] bool reachable(instant when) const { return when >= gone_until_; }
  [[nodiscard]] instant gone_until() const { return gone_until_; }
  /// When the latest absence began, and how many there were.
  [[nodiscard]] instant gone_since() const { return gone_since_; }
  [[nodiscard]] std::uint64_t absences() const { return absences_; }
  /// Counts rebalances that were asked for.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }
  [[nodiscard]] instant elsewhere_until(std::int32_t partition) const;
  /// False when the broker can't be reached at that time, which is not later than now.
  bool commit(std::int32_t partition, std::int64_t next_offset, instant when);

 private:
  struct log {
    std::int64_t base = 0;  ///< The offset of the first in `records`.
    std::int64_t start = 0;
    std::vector<raw_event> records;
    std::optional<std::int64_t> committed;
    std::optional<std::int64_t> highest_committed;
    instant elsewhere_until{};
  };

  [[nodiscard]] log& log_of(std::int32_t partition);
  [[nodiscard]] const log& log_of(std::int32_t partition) const;
  void settle() const;
  void tell() const;

  std::function<instant()> now_;
  std::string cluster_;
  std::string topic_;
  std::vector<log> logs_;
  std::vector<kafka_commit> commits_;
  instant gone_since_{};
  instant gone_until_{};
  std::uint64_t absences_ = 0;
  std::uint64_t generation_ = 0;
  std::optional<instant> vanished_at_;
  group_member* member_ = nullptr;
};

}  // namespace daypass::simulation

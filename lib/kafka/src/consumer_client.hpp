#pragma once
// One librdkafka consumer from birth to close: its settings, its callbacks, its offsets. Used by
// the feed's thread alone, but for close(), which may run on another when nothing else does.

#include "hand_over.hpp"
#include "muted_reporter.hpp"
#include "rd.hpp"
#include "start_offset.hpp"

#include "daypass/kafka/kafka_settings.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace daypass::kafka {

enum class polled : std::uint8_t {
  nothing,
  record,    ///< One was handed over.
  assigned,  ///< Partitions came or went.
  broken,    ///< This client won't read on: make another.
};

/// Records unread, by the brokers' own count.
struct unread {
  std::int64_t records = 0;
  std::int64_t log_ends = 0;  ///< Sum of the logs' ends: the same sum again means no news.
};

class consumer_client {
 public:
  /// Starts the client and subscribes. Fails with librdkafka's words.
  [[nodiscard]] static result<std::shared_ptr<consumer_client>> open(
      const feed_settings& settings, std::shared_ptr<hand_over> queue,
      std::shared_ptr<muted_reporter> tell);

  consumer_client(const consumer_client&) = delete;
  consumer_client& operator=(const consumer_client&) = delete;
  ~consumer_client() = default;

  /// Serves callbacks, and hands over one record at most.
  [[nodiscard]] polled poll(std::chrono::milliseconds at_most);

  /// Lets what was recorded be committed by the next automatic commit.
  void store_recorded();

  /// Commits what was recorded, now; false when the broker hasn't confirmed it in time.
  bool commit(std::chrono::milliseconds at_most);

  /// The last known lag of each partition that is ours.
  void report_lag();

  /// Asks the brokers; nothing when they don't answer.
  [[nodiscard]] std::optional<unread> ask_unread(std::chrono::milliseconds at_most);

  /// A member with what the group gave it, be it nothing; else it is joining.
  [[nodiscard]] bool has_joined() const { return joined_; }

  /// Whether any broker answers a question.
  [[nodiscard]] bool is_answered(std::chrono::milliseconds at_most);

  /// Gives up what was assigned, before another client takes over.
  void forget();

  /// Leaves the group and frees the client. May hang in librdkafka 2.0.2.
  void close();

 private:
  consumer_client(std::shared_ptr<hand_over> queue, std::shared_ptr<muted_reporter> tell)
      : queue_(std::move(queue)), tell_(std::move(tell)) {}

  static void on_rebalance(rd_kafka_t* client, rd_kafka_resp_err_t code,
                           rd_kafka_topic_partition_list_t* partitions, void* opaque);
  static void on_error(rd_kafka_t* client, int code, const char* words, void* opaque);

  [[nodiscard]] result<void> start(const feed_settings& settings);
  void assign(rd_kafka_topic_partition_list_t& partitions);
  /// Stores offsets, for the next commits to take.
  void store(const std::map<partition_id, std::int64_t>& offsets);
  void revoke(const rd_kafka_topic_partition_list_t& partitions);
  [[nodiscard]] result<void> choose_offsets(rd_kafka_topic_partition_list_t& partitions);
  [[nodiscard]] result<start_facts> facts_of(const rd_kafka_topic_partition_t& partition,
                                             const std::vector<position>& stored);
  void trouble(rd_kafka_resp_err_t code, const std::string& words);

  std::shared_ptr<hand_over> queue_;
  std::shared_ptr<muted_reporter> tell_;
  rd_client client_;
  std::map<partition_id, std::int64_t> next_read_;
  std::map<partition_id, std::int64_t> recorded_;
  std::map<partition_id, std::int64_t> uncommitted_;
  std::string last_trouble_;
  bool assignment_changed_ = false;
  bool joined_ = false;
  bool broken_ = false;
  bool closing_ = false;
};

}  // namespace daypass::kafka

#pragma once
// The consumer's thread: polls, stores, watches, replaces a client that stalled, and closes.

#include "consumer_client.hpp"
#include "hand_over.hpp"
#include "muted_reporter.hpp"

#include "daypass/kafka/kafka_settings.hpp"
#include "daypass/ports/clock.hpp"

#include <chrono>
#include <memory>
#include <thread>

namespace daypass::kafka {

class feed_thread {
 public:
  /// Runs at once with a client that is open already.
  feed_thread(feed_settings settings, std::shared_ptr<hand_over> queue,
              std::shared_ptr<muted_reporter> tell, const clock& time,
              std::shared_ptr<consumer_client> client);
  feed_thread(const feed_thread&) = delete;
  feed_thread& operator=(const feed_thread&) = delete;

  /// Waits for the end; the queue must be stopped and abandoned.
  ~feed_thread();

 private:
  using steady = std::chrono::steady_clock;

  void run();
  void turn();
  void watch();
  void watch_joining();
  void replace_client();
  void open_client();
  void close_client();
  [[nodiscard]] std::chrono::milliseconds since(steady::time_point then) const;

  const feed_settings settings_;
  const std::shared_ptr<hand_over> queue_;
  const std::shared_ptr<muted_reporter> tell_;
  const clock& time_;
  std::shared_ptr<consumer_client> client_;
  steady::time_point heard_at_;
  steady::time_point lag_reported_at_;
  std::int64_t log_ends_at_replacement_ = -1;
  std::thread thread_;
};

}  // namespace daypass::kafka

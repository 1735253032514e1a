#pragma once
// A feed with a clock, a reporter that remembers, and an io_context run until a wait is over.

#include "mock_cluster.hpp"

#include "daypass/kafka/kafka_feed.hpp"

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace daypass::kafka {

/// now() stands still; steady_now() runs.
class test_clock final : public clock {
 public:
  static constexpr instant fixed{hours{500'000}};
  [[nodiscard]] instant now() const override { return fixed; }
  [[nodiscard]] std::chrono::steady_clock::time_point steady_now() const override {
    return std::chrono::steady_clock::now();
  }
  boost::asio::awaitable<void> sleep(duration) override { co_return; }
  boost::asio::awaitable<void> wait(std::shared_ptr<boost::asio::steady_timer>, duration) override {
    co_return;
  }
};

class remembering_reporter final : public reporter {
 public:
  void report(const happening_variant& what) override;
  [[nodiscard]] std::vector<happening::positions_reset> resets() const;
  [[nodiscard]] std::vector<std::string> troubles() const;
  [[nodiscard]] std::optional<std::int64_t> lag(std::int32_t partition) const;

 private:
  mutable std::mutex mutex_;
  std::vector<happening_variant> seen_;
};

class feed_rig {
 public:
  feed_rig(const mock_cluster& cluster, const std::string& topic, const std::string& group);

  feed_settings settings;        ///< Change before start().
  std::vector<position> stored;  ///< What the state would answer.
  remembering_reporter reports;

  void start();
  /// Reads until `count` records came; fewer when the feed stops or it takes a minute.
  std::vector<raw_event> read(std::size_t count, std::size_t batch = 100);
  /// One next(), given up after `at_most` with nothing.
  std::optional<result<std::vector<raw_event>>> next(std::size_t max, milliseconds at_most);
  event_feed& feed() { return *feed_; }
  /// Records all that was read so far, in the state and towards the feed.
  void record_all(const std::vector<raw_event>& events);
  /// Stops and destroys the feed.
  void end();
  boost::asio::io_context& context() { return context_; }

 private:
  test_clock clock_;
  boost::asio::io_context context_{1};
  std::unique_ptr<event_feed> feed_;
};

}  // namespace daypass::kafka

#pragma once
// HR's topic in memory: one partition, whose records come when a test says so.

#include "daypass/ports/clock.hpp"
#include "daypass/ports/event_feed.hpp"
#include "daypass/ports/wake_event.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <string>
#include <vector>

namespace daypass::integration {

class hr_topic final : public event_feed {
 public:
  hr_topic(const boost::asio::any_io_executor& executor, clock& time)
      : time_(time), news_(executor) {}

  /// Appends a CloudEvent in structured mode.
  void append(std::string cloud_event);

  boost::asio::awaitable<result<std::vector<raw_event>>> next(std::size_t max) override;
  void recorded(std::vector<position>) override {}
  [[nodiscard]] std::string cluster() const override { return "memory"; }
  void stop() override;

 private:
  clock& time_;
  std::vector<std::string> records_;
  std::size_t read_ = 0;
  wake_event news_;
  bool stopped_ = false;
};

}  // namespace daypass::integration

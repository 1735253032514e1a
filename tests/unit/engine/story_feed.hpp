#pragma once
// The feed of a story: one partition, whose records appear at their time.

#include "simulation/delayed_state.hpp"
#include "story.hpp"

#include "daypass/ports/event_feed.hpp"
#include "daypass/ports/wake_event.hpp"

namespace daypass::engine::testing {

/// Of one process; a new process reads on from `start`.
class story_feed final : public event_feed {
 public:
  story_feed(boost::asio::any_io_executor executor, clock& time, const story& told,
             std::int64_t start, simulation::pause wait);

  boost::asio::awaitable<result<std::vector<raw_event>>> next(std::size_t max) override;
  void recorded(std::vector<position> positions) override;
  [[nodiscard]] std::string cluster() const override { return "story"; }
  void stop() override;

  /// Whoever asks before `until` hears that the feed is away.
  void be_away(instant until) { away_until_ = until; }
  /// What was told to be durably recorded.
  [[nodiscard]] std::int64_t committed() const { return committed_; }

 private:
  clock& time_;
  const story& told_;
  std::int64_t next_;
  std::int64_t committed_ = 0;
  instant away_until_{};
  simulation::pause wait_;
  wake_event stopped_event_;
  bool stopped_ = false;
};

}  // namespace daypass::engine::testing

#pragma once
// How many forward steps run on each lane, and which lanes are held after a failure that concerns
// whoever uses them (design 5.8).

#include "daypass/domain/step.hpp"
#include "daypass/engine/engine.hpp"

#include <array>
#include <optional>

namespace daypass::engine {

class lane_board {
 public:
  explicit lane_board(const capacity& room);

  /// How many hires may be leased for this lane now. While it is held: one, when a probe is due.
  [[nodiscard]] std::size_t free(lane which, instant now) const;
  [[nodiscard]] bool open(lane which, instant now) const { return free(which, now) > 0; }

  void take(lane which);
  /// True when it is held: now another may probe it.
  bool give_back(lane which);

  /// A step starts on it. While it is held, the next may only after the probe interval.
  void start(lane which, instant now);

  /// Holds a lane; `retry_after` is when the other side wants to be asked again. True if it was
  /// not held before.
  bool hold(lane which, instant now, std::optional<duration> retry_after);

  /// A step on it succeeded. The time it was held, if it was.
  std::optional<duration> free_again(lane which, instant now);

  [[nodiscard]] bool held(lane which) const { return at(which).held_since.has_value(); }

  /// Our clock was set back by that much: held lanes are probed no later for it.
  void follow_clock_back(duration by);

  /// The next instant after `after` at which a held lane may be probed; `never` when there is none.
  [[nodiscard]] instant next_probe(instant after) const;

 private:
  struct state {
    std::size_t slots = 0;
    std::size_t taken = 0;
    std::optional<instant> held_since;
    instant probe_at{};
  };
  [[nodiscard]] const state& at(lane which) const {
    return lanes_[static_cast<std::size_t>(which)];
  }
  state& at(lane which) { return lanes_[static_cast<std::size_t>(which)]; }

  std::array<state, lane_count> lanes_;
  duration probe_interval_;
};

}  // namespace daypass::engine

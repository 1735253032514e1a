#pragma once
// What HR does in one simulated world: hires, changes, rescissions, duplicates, poison; and what
// each event means.

#include "simulation/chance.hpp"

#include "daypass/planner/policy.hpp"
#include "daypass/ports/event_decoder.hpp"
#include "daypass/ports/interpreter.hpp"

#include <map>
#include <string>
#include <vector>

namespace daypass::simulation {

/// One record of the feed, and when it is written there.
struct told_event {
  instant at{};
  std::optional<hire_event> event;  ///< None: poison.
};

struct story {
  instant begins{};
  instant ends{};                  ///< After the last window.
  std::vector<told_event> events;  ///< In the order of the feed.
  std::vector<hire_key> hires;
};

/// Draws a story. At least 20 hires; their starts lie within the first ten days.
[[nodiscard]] story draw_story(chance& luck, instant begins);

/// Decodes a record by its offset in the story.
class story_decoder final : public event_decoder {
 public:
  explicit story_decoder(const story& told) : told_(told) {}
  [[nodiscard]] intake_item decode(raw_event raw, const std::string& cluster) const override;

 private:
  const story& told_;
};

/// Zones are whole hours from UTC ("zone:+5"), which is all a simulation needs: the calendar has
/// tests of its own.
class story_interpreter final : public interpreter {
 public:
  [[nodiscard]] derived interpret(const hire_key& key, const wanted& wants) const override;
  [[nodiscard]] std::string local_text(instant at, const std::string& zone) const override;
};

/// The configuration of every simulated world: one profile, the design's durations.
[[nodiscard]] planner::policy story_rules();

}  // namespace daypass::simulation

#pragma once
// What HR and operators do in one simulated world: hires, changes, rescissions, duplicates, poison,
// orders; and what each event means.

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

/// An operator's order, and when it is given.
struct told_order {
  instant at{};
  hire_key key;
  order_kind kind{};
};

struct story {
  instant begins{};
  event_order ordered_by = event_order::revision;
  std::vector<told_event> events;  ///< In the order of the feed.
  std::vector<told_order> orders;  ///< By time.
  std::vector<hire_key> hires;
  std::vector<hire_key> colleagues;  ///< Hires under whose number somebody works here already.
  planner::policy rules;             ///< The configuration.
  duration retention{};              ///< How long records are kept.
};

/// The group that some worlds' hires join.
inline constexpr const char* story_group = "group";

/// The address of the manager who may open some passes.
inline constexpr const char* story_manager = "boss@sim.example";

/// Draws a story. At least 20 hires; their starts lie within the first ten days. One profile, and
/// the design's durations, but in some worlds the authority over accounts is so short that hires
/// are purged within the story.
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
  [[nodiscard]] std::string basis() const override { return "story"; }
  [[nodiscard]] std::string local_text(instant at, const std::string& zone) const override;
};

}  // namespace daypass::simulation

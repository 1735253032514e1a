#pragma once
// What HR tells in a test of the engine, and what each event means: no bytes, whole hours for
// zones.

#include "daypass/ports/event_decoder.hpp"
#include "daypass/ports/interpreter.hpp"

#include <string>
#include <vector>

namespace daypass::engine::testing {

/// One record of the feed, and when it is written there.
struct told_event {
  instant at{};
  std::optional<hire_event> event;  ///< None: poison, or not ours.
  bool ours = true;
};

struct story {
  std::vector<told_event> events;  ///< In the order of the feed.
};

/// The address of the manager who may open some passes.
inline constexpr const char* story_manager = "boss@sim.example";

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

}  // namespace daypass::engine::testing

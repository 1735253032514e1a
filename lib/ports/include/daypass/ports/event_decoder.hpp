#pragma once
// Bytes into a hire event, or the reason why not.

#include "daypass/ports/event_feed.hpp"
#include "daypass/ports/state_store.hpp"

namespace daypass {

/// Immutable; any thread.
class event_decoder {
 public:
  virtual ~event_decoder() = default;

  /// What intake records for this record: an event, a quarantine row, or the position alone.
  /// `cluster` goes into the position. Pure but for the record's own arrival time.
  [[nodiscard]] virtual intake_item decode(raw_event raw, const std::string& cluster) const = 0;
};

}  // namespace daypass

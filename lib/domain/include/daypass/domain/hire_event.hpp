#pragma once
// One event of HR's, understood: what hr hands to intake and intake folds into `wanted`.

#include "daypass/base/time.hpp"
#include "daypass/domain/field.hpp"
#include "daypass/domain/ids.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace daypass {

/// In the order of precedence between events of one revision (design 5.1).
enum class event_kind : std::uint8_t {
  announced,  ///< Sets every field; one that is absent is cleared. Opens the hire.
  changed,    ///< Sets the fields that it names; null clears.
  rescinded,  ///< Closes the hire. Only an announced of a greater revision opens it again.
};

[[nodiscard]] std::string_view to_string(event_kind kind);

/// How the events of a source are ordered: configured for the source, never chosen by an event.
enum class event_order : std::uint8_t {
  revision,  ///< By the integer `revision`, which grows with each change.
  time,      ///< By the CloudEvents `time`, in microseconds since 1970 UTC.
};

/// What orders two events that set the same field: the higher stamp wins.
struct stamp {
  std::int64_t order = 0;  ///< Revision, or microseconds since 1970.
  event_kind kind = event_kind::announced;
  shared_event_id event;

  friend auto operator<=>(const stamp&, const stamp&) = default;
};

/// SHA-256 of an event's meaning: same (source, id), other digest means a reused id.
using event_digest = std::array<std::uint8_t, 32>;

struct hire_event {
  hire_key key;
  event_id id;
  event_kind kind = event_kind::announced;
  event_order ordered_by = event_order::revision;
  std::int64_t order = 0;
  field_changes changes;  ///< For announced: every field but status is named. Never names status.
  std::string reason;     ///< Of a rescission, as HR gave it; shown to operators only.
  event_digest digest{};
  instant received_at{};  ///< When it was read here.
};

[[nodiscard]] stamp stamp_of(const hire_event& event);

}  // namespace daypass

#pragma once
// What an event means, in 32 bytes.

#include "daypass/domain/hire_event.hpp"

namespace daypass::hr {

/// SHA-256 over a canonical rendering of kind, key, order, changes and reason: the same for events
/// that mean the same, whatever their spacing, mode or member order.
[[nodiscard]] event_digest digest_of(const hire_event& event);

}  // namespace daypass::hr

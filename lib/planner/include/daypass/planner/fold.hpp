#pragma once
// HR's events into `wanted`: a join, so the same events give the same result in any order.

#include "daypass/domain/hire_event.hpp"
#include "daypass/domain/wanted.hpp"

namespace daypass::planner {

/// What is wanted once this event is known too. Each field keeps the value of the highest stamp
/// that named it; `version` grows by one if anything but itself changed. A repeat changes nothing.
[[nodiscard]] wanted fold(wanted before, const hire_event& event);

}  // namespace daypass::planner

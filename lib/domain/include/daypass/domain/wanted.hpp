#pragma once
// What HR last said of one hire, folded from events (planner/fold). Written by intake only.

#include "daypass/base/shared_value.hpp"
#include "daypass/domain/field.hpp"
#include "daypass/domain/hire_event.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace daypass {

/// A field's value and the stamp of the event that set it. An absent stamp: no event named it yet.
struct stamped_value {
  std::optional<std::string> value;
  std::optional<stamp> set_by;

  friend bool operator==(const stamped_value&, const stamped_value&) = default;
};

using stamped_fields = std::array<stamped_value, field_count>;

struct wanted {
  shared_value<stamped_fields> fields;  ///< By `field`.

  std::optional<stamp> announced_by;  ///< The highest announced so far; none: the hire waits.
  std::optional<stamp> rescinded_by;  ///< The highest rescission so far, even if it lost.
  event_order ordered_by = event_order::revision;

  std::optional<instant> first_announced_at;  ///< Earliest arrival of an announced.
  std::optional<instant> start_seen_at;       ///< Arrival of the event that set the start date.
  std::optional<instant> announced_at;        ///< Arrival of the event in `announced_by`.
  std::optional<instant> rescinded_at;        ///< Arrival of the event in `rescinded_by`.

  std::uint64_t version = 0;  ///< Grows by one with every event that changed anything here.

  [[nodiscard]] const std::optional<std::string>& value(field which) const {
    return (*fields)[static_cast<std::size_t>(which)].value;
  }
  /// The value, or empty text where there is none.
  [[nodiscard]] std::string_view text(field which) const {
    const auto& held = value(which);
    return held ? std::string_view(*held) : std::string_view{};
  }
  [[nodiscard]] bool announced() const { return announced_by.has_value(); }
  [[nodiscard]] bool rescinded() const { return text(field::status) == "rescinded"; }

  friend bool operator==(const wanted&, const wanted&) = default;
};

}  // namespace daypass

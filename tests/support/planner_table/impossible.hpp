#pragma once
// The combinations of the planner's classes that can't be, each with its reason. The table test
// has a dash for each of them, and the simulation fails when it meets one.

#include "daypass/planner/classes.hpp"

#include <optional>
#include <string_view>

namespace daypass::planner {

/// Why no record can be in these classes; nothing: it can, and the table says what follows.
[[nodiscard]] std::optional<std::string_view> impossible(wanted_class wants, orders_class ordered,
                                                         actual_class is);

/// Why no step in flight in this class can be answered so; nothing: one can.
[[nodiscard]] std::optional<std::string_view> impossible(actual_class is, outcome_class said);

/// Why a step of this kind, in flight in this class, can't be answered so; nothing: it can.
[[nodiscard]] std::optional<std::string_view> impossible(actual_class is, step_kind done,
                                                         outcome_class said);

}  // namespace daypass::planner

#pragma once
// The members of the data, each brought into its canonical form or refused.

#include "problem.hpp"

#include "daypass/calendar/zone_database.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace daypass::hr {

/// The hire's id out of data that the contract let through: trimmed, ASCII-upper-cased.
[[nodiscard]] checked<std::string> read_hire_id(hire_id_member which, const nlohmann::json& data,
                                                std::string_view data_place);

/// What an announced or changed event says of each field. `key` tells whether employeeId is the
/// hire's key in this event, and not a change.
[[nodiscard]] checked<field_changes> read_changes(event_kind kind, hire_id_member key,
                                                  const nlohmann::json& data,
                                                  std::string_view data_place,
                                                  const calendar::zone_snapshot& zones);

/// The reason of a rescission: never refused, tamed to 500 plain characters.
[[nodiscard]] std::string read_reason(const nlohmann::json& data);

}  // namespace daypass::hr

#pragma once
// JSON whose objects keep the order in which they were written, as the answers of remotes do.

#include <nlohmann/json.hpp>

namespace daypass::simulator {

using json = nlohmann::ordered_json;

/// Parses without exceptions; a discarded value when malformed.
[[nodiscard]] inline json parse_json(std::string_view text) {
  return json::parse(text, nullptr, false);
}

/// Writes JSON; bytes that are not UTF-8 are replaced rather than thrown at.
[[nodiscard]] inline std::string written(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace daypass::simulator

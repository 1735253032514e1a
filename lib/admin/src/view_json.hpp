#pragma once
// What the JSON views share.

#include "daypass/base/time.hpp"
#include "daypass/calendar/format.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace daypass::admin {

using ordered_json = nlohmann::ordered_json;

/// RFC 3339 in UTC; null for no instant and for never.
[[nodiscard]] inline ordered_json json_of(const std::optional<instant>& at) {
  if (!at || *at == never) return nullptr;
  return calendar::format_timestamp(*at);
}

/// Text, or null where it is empty.
[[nodiscard]] inline ordered_json json_of(const std::string& text) {
  if (text.empty()) return nullptr;
  return text;
}

/// What isn't UTF-8 is shown with replacements rather than not at all.
[[nodiscard]] inline std::string printed(const ordered_json& made) {
  return made.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace daypass::admin

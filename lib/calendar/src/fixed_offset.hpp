#pragma once
// Zones that are an offset and nothing else.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace daypass::calendar {

/// What a text says about a fixed offset.
enum class offset_reading : std::uint8_t {
  not_an_offset,  ///< Something else: a name.
  malformed,      ///< Meant as an offset and not one: `+5.5`, `UTC+25`.
  offset,         ///< Understood.
};

struct parsed_offset {
  offset_reading reading = offset_reading::not_an_offset;
  std::chrono::minutes east_of_utc{0};
};

/// Reads `Z`, `UTC`, `+05:30`, `+0530`, `-3`, `UTC+5:30`, `GMT+10` between -12:00 and +14:00, the
/// offsets in use on earth.
[[nodiscard]] parsed_offset parse_offset(std::string_view text);

/// The id of a fixed offset: `UTC`, `UTC+05:30`.
[[nodiscard]] std::string offset_id(std::chrono::minutes east_of_utc);

/// The offset of what offset_id wrote, and of nothing else.
[[nodiscard]] std::optional<std::chrono::minutes> offset_of_id(std::string_view zone_id);

}  // namespace daypass::calendar

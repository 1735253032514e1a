#pragma once
// JSON from a stranger: parsed without recursion and within bounds, however it is made.

#include "problem.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace daypass::hr {

/// Deepest nesting kept; an event with its data has two levels.
inline constexpr std::size_t depth_max = 16;
/// Longest text kept, in bytes.
inline constexpr std::size_t text_bytes_max = 4096;
/// Most values kept.
inline constexpr std::size_t values_max = 1000;

/// What was read. `flaw` is the first thing found that no hire event may have (too deep, a
/// duplicate, too long, out of range); what is beyond the bound is left out of `root`, so that the
/// type of an event that isn't ours can still be seen.
struct bounded_json {
  nlohmann::json root;
  std::optional<unusable> flaw;
};

/// Parses `text`, which is UTF-8. Fails with not_json, or number_out_of_range for a number that
/// even a double can't hold. `where` names the text in messages: `value`.
[[nodiscard]] checked<bounded_json> parse_bounded(std::string_view text, std::string_view where);

/// A member's name for a message: itself when it is a plain identifier, else `(unreadable name)`.
[[nodiscard]] std::string shown_name(std::string_view name);

}  // namespace daypass::hr

#pragma once
// Walking over JSON text: with every rule checked, or trusting that it was.

#include <cstddef>
#include <optional>
#include <string_view>

namespace daypass::entra {

/// The length of the white space at the front of `text`.
[[nodiscard]] std::size_t json_space(std::string_view text);

/// The length of the well-formed value that `text` begins with, nested at most `depth_max` deep;
/// nothing when there is none.
[[nodiscard]] std::optional<std::size_t> checked_json_value(std::string_view text, int depth_max);

/// The same of text known to be well-formed.
[[nodiscard]] std::size_t trusted_json_value(std::string_view text);

/// The length of the string, quotes included, that well-formed text begins with.
[[nodiscard]] std::size_t trusted_json_string(std::string_view text);

}  // namespace daypass::entra

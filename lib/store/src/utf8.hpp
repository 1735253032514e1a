#pragma once
// Bytes that may be text.

#include <cstddef>
#include <string>
#include <string_view>

namespace daypass::store {

/// U+FFFD, for what is no text.
inline constexpr std::string_view utf8_replacement = "\xEF\xBF\xBD";

/// Length of the sequence of two bytes or more that starts at `at`; 0: none does (RFC 3629, section
/// 4).
[[nodiscard]] std::size_t utf8_length(std::string_view value, std::size_t at);

/// With U+FFFD in place of every byte that is not part of UTF-8, and of zero bytes.
[[nodiscard]] std::string as_text(std::string_view bytes);

}  // namespace daypass::store

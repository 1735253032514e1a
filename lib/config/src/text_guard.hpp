#pragma once
// What is refused before the parser sees it: it recurses by the depth of a document.

#include "daypass/config/problem.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace daypass::config {

/// Why this text can't be parsed safely; nothing: it can. Linear in the text.
[[nodiscard]] std::optional<problem> guard_text(std::string_view text, const std::string& name);

/// One line of at most `max` characters: control characters become `?`, the rest is cut.
[[nodiscard]] std::string printable(std::string_view text, std::size_t max = 160);

}  // namespace daypass::config

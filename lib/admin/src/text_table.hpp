#pragma once
// Columns of text, for terminals.

#include <string>
#include <vector>

namespace daypass::admin {

/// Lines of cells, each column as wide as its widest cell and two blanks apart; nothing behind the
/// last. `indent` blanks before each line. Control characters are shown as `?`: what others wrote
/// must not drive a terminal. Width counts characters of UTF-8, not their breadth.
[[nodiscard]] std::string text_table(const std::vector<std::vector<std::string>>& lines,
                                     std::size_t indent = 0);

/// The text with its control characters as `?`.
[[nodiscard]] std::string safe_for_terminal(std::string text);

}  // namespace daypass::admin

#pragma once
// Who shall be able to open a hire's pass: the fixed recipients, and the manager if that is safe
// (design 5.7).

#include "verdicts.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace daypass::planner {

/// Fingerprints as the next plan would freeze them, sorted, each once.
[[nodiscard]] std::vector<std::string> recipients_of(const situation& at);

/// Why the manager whom HR names is not among them, in a word of a closed vocabulary; nothing: is,
/// or none is named, or managers are no recipients here.
[[nodiscard]] std::optional<std::string_view> manager_left_out(const situation& at);

/// The look that tells whether the manager's address belongs to an enabled member: while there is a
/// certificate for it, and what is known is as old as `fresh_for` or of another address. Given up
/// after a few failures; what the last good look told holds then.
[[nodiscard]] std::optional<step> manager_look(const situation& at, duration fresh_for);

/// The same right before an issue, which it delays no more once activation is near.
[[nodiscard]] std::optional<decision> look_before_issue(const situation& at);

}  // namespace daypass::planner

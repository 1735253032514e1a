#pragma once
// Abbreviations of time zones, which are refused: IST is India, Israel and Ireland.

#include <string_view>

namespace daypass::calendar {

/// Whether `text` is EST, CEST, EST5EDT or the like; names of tzdata such as GB and PRC and the
/// unambiguous UTC, UCT and GMT are not. Capital letters only.
[[nodiscard]] bool is_abbreviation(std::string_view text);

/// What whoever sent the abbreviation may have meant: `America/New_York`, or several with `or`.
[[nodiscard]] std::string_view meant_by(std::string_view abbreviation);

}  // namespace daypass::calendar

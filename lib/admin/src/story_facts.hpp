#pragma once
// What both forms of `show HIRE` say of a story.

#include "daypass/admin/views.hpp"

#include <string>

namespace daypass::admin {

/// The zone to show times in: the start's, else the frozen plan's; empty: none is known.
[[nodiscard]] std::string zone_of(const hire_story& story);

/// `parked: soft_deleted_holder`, `settled: registered`, `waiting`.
[[nodiscard]] std::string standing_words(const onboarding& record);

/// What a clock change did to the local hour.
[[nodiscard]] std::string clock_words(const appointment& when);

}  // namespace daypass::admin

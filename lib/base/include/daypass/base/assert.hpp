#pragma once
// Assertions stay on in release. They are for bugs, never for input.

#include <source_location>
#include <string_view>

namespace daypass {

/// Writes where and what to stderr and aborts. A failed assertion is a bug of ours.
[[noreturn]] void assertion_failed(std::string_view condition, std::source_location where);

/// Returns if it holds. A function, so that a use of the macro is no branch: its other side is a
/// bug, which no test can have, and tests/coverage counts the sides that are taken.
inline void assert_that(bool holds, std::string_view condition, std::source_location where) {
  if (!holds) [[unlikely]]
    assertion_failed(condition, where);
}

}  // namespace daypass

#define DAYPASS_ASSERT(condition) \
  ::daypass::assert_that(static_cast<bool>(condition), #condition, std::source_location::current())

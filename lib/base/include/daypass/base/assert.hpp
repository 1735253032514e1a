#pragma once
// Assertions stay on in release. They are for bugs, never for input.

#include <source_location>
#include <string_view>

namespace daypass {

/// Writes where and what to stderr and aborts. A failed assertion is a bug of ours.
[[noreturn]] void assertion_failed(std::string_view condition, std::source_location where);

}  // namespace daypass

#define DAYPASS_ASSERT(condition) \
  (static_cast<bool>(condition)   \
       ? static_cast<void>(0)     \
       : ::daypass::assertion_failed(#condition, std::source_location::current()))

#pragma once
// One log line before it is written.

#include "daypass/base/time.hpp"
#include "daypass/observe/observer.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace daypass::observe {

using field_value = std::variant<std::string, std::int64_t, double, bool>;

struct log_line {
  std::string_view event;  ///< Stable name of what happened.
  std::string message;     ///< For a person, in one sentence.
  std::string cure;        ///< What to do; on every error.
  const hire_key* hire = nullptr;
  std::vector<std::pair<std::string_view, field_value>> fields;
  /// What makes it the same as the line before: alike ones in a row are written now and then only.
  /// Empty: each is written.
  std::string likeness;
};

/// The line as text, without its line feed. `hire` is what stands for the hire; `full_name` too,
/// when not empty.
[[nodiscard]] std::string write_json(const log_line& line, log_level level, instant at,
                                     const std::string& hire, const std::string& full_name);
[[nodiscard]] std::string write_text(const log_line& line, log_level level, instant at,
                                     const std::string& hire, const std::string& full_name);

[[nodiscard]] std::string_view to_string(log_level level);

}  // namespace daypass::observe

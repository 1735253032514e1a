#pragma once
// What a call that can fail in operation gives back: `result<T>`, either the value or one `error`.

#include "daypass/base/time.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace daypass {

/// What a failure means for the one who called. `absorb` alone decides what follows from it.
enum class failure : std::uint8_t {
  retryable,       ///< Nothing took effect; the same call may succeed later.
  throttled,       ///< Refused for pace; nothing took effect; `error::retry_after` says when.
  permanent,       ///< Refused for a reason that a repeat does not change.
  unknown_effect,  ///< Sent and not answered: it may have taken effect, or may still do so.
  cancelled,       ///< Given up on our side before anything was sent.
  defect,          ///< A bug of ours: an answer or state that the code believed impossible.
};

/// Whom a failure concerns.
enum class failure_scope : std::uint8_t {
  hire,  ///< This hire alone; others may go on.
  lane,  ///< Whoever uses the same remote or permission: hold the lane, burn no attempts.
};

/// Why a call failed. `what` is for operators' eyes: it never holds a secret or a person's data.
struct error {
  failure kind = failure::defect;
  failure_scope scope = failure_scope::hire;
  std::error_code code;                 ///< Of the enum that the port's contract names.
  std::string what;                     ///< Where it happened and what was said, in one line.
  std::optional<duration> retry_after;  ///< What the other side asked for, if it did.
};

template <typename T>
using result = std::expected<T, error>;

/// Shorthand for returning a failure.
[[nodiscard]] inline std::unexpected<error> fail(failure kind, std::error_code code,
                                                 std::string what,
                                                 failure_scope scope = failure_scope::hire) {
  return std::unexpected(error{kind, scope, code, std::move(what), std::nullopt});
}

[[nodiscard]] std::string_view to_string(failure kind);
[[nodiscard]] std::string_view to_string(failure_scope scope);

}  // namespace daypass

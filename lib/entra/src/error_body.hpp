#pragma once
// Graph's error envelope (Graph: concepts/errors), taken leniently.

#include <string>
#include <string_view>

namespace daypass::entra {

struct error_body {
  bool present = false;   ///< The body is an error envelope at all.
  std::string code;       ///< May be empty, and may have any case.
  std::string message;    ///< Names people: for matching only, never to be shown.
  bool conflict = false;  ///< A detail, or an inner error, has the code ObjectConflict.
};

[[nodiscard]] error_body read_error_body(std::string_view body);

/// `code` if it is a harmless word for people to see (letters, digits, `_`, `.`, `-`, at most 60),
/// else nothing.
[[nodiscard]] std::string_view presentable(std::string_view code);

}  // namespace daypass::entra

#pragma once
// Percent-encoding for targets and forms. Everything but the unreserved characters of RFC 3986 2.3
// is encoded, which is right in a path segment, in a query value and in a form.

#include "daypass/base/secret_text.hpp"
#include "daypass/net/wiped_buffer.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace daypass::net {

/// `text` as one path segment: a slash, a percent sign and every byte above ASCII are encoded.
[[nodiscard]] std::string encode_path_segment(std::string_view text);

/// `text` as a name or value in a query; a space becomes %20.
[[nodiscard]] std::string encode_query_value(std::string_view text);

/// The bytes that `text` stands for; nothing when a percent sign isn't followed by two digits.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);

/// Adds `name=value` to a form body (application/x-www-form-urlencoded), after an ampersand when
/// the body isn't empty.
void append_form_field(wiped_buffer& form, std::string_view name, std::string_view value);

/// The same with a value that is secret: it goes from the secure heap to the wiped body.
void append_form_field(wiped_buffer& form, std::string_view name, const secret_text& value);

}  // namespace daypass::net

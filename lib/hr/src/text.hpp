#pragma once
// Checks and canonical forms of text. All work on UTF-8 that is_utf8 accepted.

#include <optional>
#include <string>
#include <string_view>

namespace daypass::hr {

/// Well-formed UTF-8 (RFC 3629). The offset of the first byte that isn't, or nothing.
[[nodiscard]] std::optional<std::size_t> first_bad_utf8(std::string_view text);

/// Without spaces, tabs and line ends around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// a-z to A-Z; all else stays.
[[nodiscard]] std::string ascii_upper(std::string_view text);
[[nodiscard]] std::string ascii_lower(std::string_view text);

/// Control characters (C0, DEL, C1), line and paragraph separators, and the characters that change
/// the direction of what follows them: none belongs into a name, and each can make a log lie.
[[nodiscard]] bool has_controls(std::string_view text);

/// `text` with each of those replaced by a space, cut to `characters_max` code points.
[[nodiscard]] std::string tamed(std::string_view text, std::size_t characters_max);

/// ISO 3166-1 alpha-2 by shape: two letters.
[[nodiscard]] bool is_alpha2(std::string_view text);

/// Entra's rules for a userPrincipalName: at most 64 characters of A-Z a-z 0-9 ' . - _ ! # ^ ~
/// before the @, none of them a dot right before it, and a host name of at most 48 after it.
[[nodiscard]] bool is_upn(std::string_view text);

/// A mail address plain enough to be compared with one in a certificate (RFC 5321 4.1.2, dot-string
/// only): printable ASCII, at most 64 characters before the @, a host name after it.
[[nodiscard]] bool is_email(std::string_view text);

/// Letters, digits, `_`, `.` and `-`, beginning with a letter or digit, 1 to `length_max`.
[[nodiscard]] bool is_name(std::string_view text, std::size_t length_max);

}  // namespace daypass::hr

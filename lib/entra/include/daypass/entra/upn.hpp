#pragma once
// User principal names: made from a template, or checked as an event gave them. Pure.
// Rules: Entra concept-sspr-policy (userPrincipalName policies), Graph: user-post-users.

#include "daypass/base/error.hpp"
#include "daypass/domain/upn.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace daypass::entra {

/// What a template's placeholders stand for. UTF-8, in any script.
struct upn_parts {
  std::string given_name;   ///< {givenName}, and its first letter: {givenInitial}.
  std::string surname;      ///< {surname}, and its first letter: {surnameInitial}.
  std::string hire_id;      ///< {hireId}
  std::string employee_id;  ///< {employeeId}
  std::string domain;       ///< {domain}
};

/// Local parts that belong to functions and not to people (RFC 2142 and custom), compared by their
/// letters and digits alone, in lower case. A number behind one makes it no other name (`admin1`),
/// unless it is an id that the operators' template puts there.
[[nodiscard]] const std::vector<std::string>& default_reserved_names();

/// What the tenant allows.
struct upn_rules {
  std::vector<std::string> domains;  ///< Allowed after the @, compared without case. Not empty.
  std::vector<std::string> reserved = default_reserved_names();
};

/// A name for a new member.
struct made_upn {
  std::string user_principal_name;
  std::string mail_nickname;  ///< The local part, which keeps mailNickname's rules too.
};

/// The name that `pattern` gives: placeholders filled, transliterated to ASCII (ICU: Any-Latin;
/// Latin-ASCII), in lower case, stripped of all but letters, digits, `.`, `-` and `_`, runs of dots
/// made one, no dot or dash at either end, and cut to Entra's lengths. The same parts give the same
/// name. Errors: permanent, `upn_invalid`, worded without the name; defect without ICU's data.
/// Each thread that meets a name beyond ASCII loads ICU's rules once (some milliseconds).
[[nodiscard]] result<made_upn> make_upn(std::string_view pattern, const upn_parts& parts,
                                        const upn_rules& rules);

/// A name that an event gave, as it is, when Entra and `rules` allow it. Errors as make_upn.
[[nodiscard]] result<made_upn> check_upn(std::string_view upn, const upn_rules& rules);

/// Nothing wrong with the template itself: one @, known placeholders, allowed characters. For the
/// configuration; errors as make_upn, and they quote the placeholder.
[[nodiscard]] result<void> check_upn_template(std::string_view pattern);

}  // namespace daypass::entra

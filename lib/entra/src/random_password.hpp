#pragma once

#include "daypass/base/secret_text.hpp"

#include <string_view>

namespace daypass::entra {

/// A password that nobody keeps: 48 random characters of ASCII that JSON need not escape, with a
/// capital, a small letter, a digit and a mark at least, and without the account's name, which is
/// the part of the UPN before the @ (Entra: concept-sspr-policy). From OpenSSL's generator for
/// private values, into the secure heap.
[[nodiscard]] result<secret_text> make_password(std::string_view account_name);

}  // namespace daypass::entra

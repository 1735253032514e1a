#pragma once
// The only door to ICU here.

#include "daypass/base/error.hpp"

#include <string>
#include <string_view>

namespace daypass::entra {

/// UTF-8 in any script as near to ASCII as ICU gets it, in lower case where ASCII. What has no
/// ASCII form stays; bytes that are no UTF-8 become U+FFFD. Fails (defect) without ICU's data.
[[nodiscard]] result<std::string> to_plain_letters(std::string_view text);

}  // namespace daypass::entra

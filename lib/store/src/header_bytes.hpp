#pragma once
// A record's headers as one run of bytes. Their values are bytes, so JSON can't hold them: each
// name and value behind its length, 32 bits, lowest byte first.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace daypass::store {

using headers = std::vector<std::pair<std::string, std::string>>;

[[nodiscard]] std::string packed(const headers& list);

/// What ends in the middle is left out.
[[nodiscard]] headers unpacked(std::string_view text);

}  // namespace daypass::store

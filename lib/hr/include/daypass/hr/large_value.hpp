#pragma once
// Values that are too large for a hire event, as the quarantine keeps them (design 5.10).

#include <cstddef>
#include <optional>
#include <string>

namespace daypass::hr {

/// A record with more is no hire event.
constexpr std::size_t value_bytes_max = 1024UL * 1024;
/// What is kept of it.
constexpr std::size_t kept_bytes = 64UL * 1024;

/// Cuts a value above value_bytes_max to its first kept_bytes, and gives the SHA-256 of the whole
/// in hex; leaves any other as it is and gives nothing.
[[nodiscard]] std::optional<std::string> cut_large_value(std::string& value);

}  // namespace daypass::hr

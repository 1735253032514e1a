#pragma once
// The three parts of a record as compact, versioned JSON text, and back.

#include "daypass/domain/onboarding.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace daypass::store {

[[nodiscard]] std::string encode(const wanted& wants);
[[nodiscard]] std::string encode(const orders& ordered);
[[nodiscard]] std::string encode(const actual& is);

// Nothing when the text is not JSON of the kind that encode() writes: the database is damaged. A
// member that this build does not know is ignored, one that is absent has its default.
[[nodiscard]] std::optional<wanted> decode_wanted(std::string_view text);
[[nodiscard]] std::optional<orders> decode_orders(std::string_view text);
[[nodiscard]] std::optional<actual> decode_actual(std::string_view text);

}  // namespace daypass::store

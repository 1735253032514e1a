#pragma once
// Which hire an operator's words mean.

#include "daypass/base/error.hpp"
#include "daypass/domain/ids.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace daypass::admin {

enum class find_errc : std::uint8_t {
  no_such_hire = 1,  ///< No key that the words can mean is in the state.
  several,           ///< An ID alone, in more than one population.
};

/// The category of find_errc, named "find".
[[nodiscard]] const std::error_category& find_category() noexcept;

/// Found by argument-dependent lookup when a find_errc becomes a std::error_code.
[[nodiscard]] std::error_code make_error_code(find_errc code) noexcept;

/// The keys that `words` can mean: `population/ID`, or an `ID` in any population. Case doesn't
/// matter; surrounding blanks neither. `populations` are the configured ones: others are found
/// when spelt out exactly.
[[nodiscard]] std::vector<hire_key> keys_meant(std::string_view words,
                                               const std::vector<std::string>& populations);

/// The one among those found. Errors (permanent): no_such_hire, several, which names them.
[[nodiscard]] result<hire_key> only_one(std::string_view words, const std::vector<hire_key>& found);

/// Both, asking `exists` of each key.
[[nodiscard]] result<hire_key> find_hire(
    std::string_view words, const std::vector<std::string>& populations,
    const std::function<result<bool>(const hire_key&)>& exists);

}  // namespace daypass::admin

template <>
struct std::is_error_code_enum<daypass::admin::find_errc> : std::true_type {};

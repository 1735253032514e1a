#pragma once
// "Did you mean ...?"

#include <string>
#include <string_view>
#include <vector>

namespace daypass::config {

/// The known word that `given` may be a slip of; empty: none is near. Words of over 64 characters
/// are near to nothing.
[[nodiscard]] std::string nearest(std::string_view given, const std::vector<std::string>& known);

/// The cure for a word that isn't known: the nearest one, or those there are, up to 16.
[[nodiscard]] std::string did_you_mean(std::string_view given,
                                       const std::vector<std::string>& known);

}  // namespace daypass::config

#pragma once
// The part of OData's $filter that Graph's directory takes without advanced query parameters, and
// the operators that need them.

#include "simulators/entra/logic/json.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace daypass::entra_simulator {

enum class filter_op : std::uint8_t { eq, ne, in, starts_with, ends_with, both, either, negated };

struct filter_node {
  filter_op op = filter_op::eq;
  std::string property;
  std::vector<json> values;                         ///< What the property is compared with.
  std::vector<std::unique_ptr<filter_node>> parts;  ///< Of both, either, negated.
};

struct parsed_filter {
  std::unique_ptr<filter_node> root;  ///< Null when malformed.
  bool advanced = false;  ///< Needs ConsistencyLevel: eventual and $count=true (ne, not, endsWith).
};

/// Parses eq, ne, in, and, or, not, startswith, endswith and parentheses, 64 levels deep at most.
[[nodiscard]] parsed_filter parse_filter(std::string_view text);

/// Reads a property by name; null when it has no value.
using property_reader = std::function<json(const std::string&)>;

/// Whether an object matches. Text is compared without case, as the directory does.
[[nodiscard]] bool matches(const filter_node& filter, const property_reader& read);

/// The (property, value) pairs of which every match must have at least one, if the filter binds
/// one of `indexed` on every way through it; nothing when only a scan can tell.
[[nodiscard]] std::optional<std::vector<std::pair<std::string, std::string>>> index_keys(
    const filter_node& filter, const std::vector<std::string>& indexed);

}  // namespace daypass::entra_simulator

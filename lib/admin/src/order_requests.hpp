#pragma once
// The bodies that the operators' socket takes, read strictly: a member that isn't known is refused,
// so that a slip of the pen gives no order.

#include "daypass/domain/order.hpp"
#include "daypass/domain/reason.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace daypass::admin {

struct order_request {
  std::string hire;
  order_kind kind = order_kind::retry;
  std::string why;  ///< Empty for retry and release only.
};

struct bulk_request {
  std::optional<reason> why;  ///< None: all.
};

/// A request, or words on what is wrong with it.
template <typename T>
using parsed = std::expected<T, std::string>;

[[nodiscard]] std::optional<order_kind> order_kind_named(std::string_view name);
[[nodiscard]] parsed<order_request> parse_order(std::string_view body);
[[nodiscard]] parsed<bulk_request> parse_bulk(std::string_view body);

/// The `what` of an acknowledgement.
[[nodiscard]] parsed<std::string> parse_acknowledgement(std::string_view body);

}  // namespace daypass::admin

#pragma once
// Enumerators are stored by name, so that adding one never renumbers what is stored.

#include "daypass/domain/actual.hpp"
#include "daypass/domain/hire_event.hpp"
#include "daypass/domain/order.hpp"

#include <optional>
#include <string_view>

namespace daypass::store {

// The last enumerator of each stored enum.
constexpr account_origin last_of(account_origin /*kind*/) {
  return account_origin::adopted;
}
constexpr secret_state last_of(secret_state /*kind*/) {
  return secret_state::withdrawn;
}
constexpr ending last_of(ending /*kind*/) {
  return ending::removed_by_other;
}
constexpr standing last_of(standing /*kind*/) {
  return standing::settled;
}
constexpr pass_usability last_of(pass_usability /*kind*/) {
  return pass_usability::unknown;
}
constexpr order_kind last_of(order_kind /*kind*/) {
  return order_kind::adopt;
}
constexpr event_kind last_of(event_kind /*kind*/) {
  return event_kind::rescinded;
}
constexpr lane last_of(lane /*kind*/) {
  return lane::secrets;
}
constexpr reason last_of(reason /*kind*/) {
  return static_cast<reason>(reason_count - 1);
}
constexpr step_kind last_of(step_kind /*kind*/) {
  return static_cast<step_kind>(step_kind_count - 1);
}

template <typename Enum>
concept named_enum = requires(Enum value) {
  last_of(value);
  to_string(value);
};

/// The enumerator of that name; nothing when this build knows none.
template <named_enum Enum>
std::optional<Enum> enum_named(std::string_view name) {
  for (int number = 0; number <= static_cast<int>(last_of(Enum{})); ++number) {
    const auto value = static_cast<Enum>(number);
    if (to_string(value) == name) return value;
  }
  return std::nullopt;
}

}  // namespace daypass::store

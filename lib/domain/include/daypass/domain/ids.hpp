#pragma once
// Who and what: the identifiers, each of its own type.

#include "daypass/base/strong_id.hpp"

#include <compare>
#include <cstdint>
#include <string>

namespace daypass {

using user_id = strong_id<struct user_id_tag>;  ///< Entra's object id of a user (a GUID).
using pass_id = strong_id<struct pass_id_tag>;  ///< Graph's id of one Temporary Access Pass.
using secret_name = strong_id<struct secret_name_tag>;  ///< Name of one secret in a secure store.

/// Who a hire is, for us (design 5.1): the population its source belongs to and HR's id in it,
/// trimmed and ASCII-upper-cased, 1 to 64 characters.
struct hire_key {
  std::string population;
  std::string hire_id;

  friend auto operator<=>(const hire_key&, const hire_key&) = default;
};

/// `population/HIREID`, as operators see and type it.
[[nodiscard]] std::string to_string(const hire_key& key);

/// CloudEvents 1.0: source and id together identify an event.
struct event_id {
  std::string source;
  std::string id;

  friend auto operator<=>(const event_id&, const event_id&) = default;
};

/// Number of a step of one hire; grows, never used twice for the same hire.
enum class step_id : std::uint64_t {};

}  // namespace daypass

template <>
struct std::hash<daypass::hire_key> {
  std::size_t operator()(const daypass::hire_key& key) const noexcept {
    const std::size_t population = std::hash<std::string>{}(key.population);
    return population * 31 + std::hash<std::string>{}(key.hire_id);
  }
};

#pragma once
// Who and what: the identifiers, each of its own type.

#include "daypass/base/strong_id.hpp"

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

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

/// An event's id, held by each of the many fields that the event set. A copy costs no more than a
/// pointer's; what it names never changes, so any thread may read it.
class shared_event_id {
 public:
  shared_event_id() = default;
  shared_event_id(std::string source, std::string id)
      : of_(std::make_shared<const event_id>(std::move(source), std::move(id))) {}

  [[nodiscard]] const std::string& source() const { return get().source; }
  [[nodiscard]] const std::string& id() const { return get().id; }

  friend bool operator==(const shared_event_id& left, const shared_event_id& right) {
    return left.of_ == right.of_ || left.get() == right.get();
  }
  friend std::strong_ordering operator<=>(const shared_event_id& left,
                                          const shared_event_id& right) {
    if (left.of_ == right.of_) return std::strong_ordering::equal;
    return left.get() <=> right.get();
  }

 private:
  [[nodiscard]] const event_id& get() const {
    static const event_id none;
    return of_ ? *of_ : none;
  }

  std::shared_ptr<const event_id> of_;
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

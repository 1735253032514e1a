#pragma once
// What operators said of one hire. Written by the admin side only, numbered, never edited.

#include "daypass/base/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace daypass {

enum class order_kind : std::uint8_t {
  hold,     ///< Start nothing forward until released. Revocations go on.
  release,  ///< Ends a standing hold or revoke.
  retry,    ///< Forget backoff and a park, and look again.
  reissue,  ///< Replace the pass by a new one.
  revoke,   ///< Lock out now; outranks HR until released.
  adopt,    ///< The account found under this hire's name may be taken as ours.
};

[[nodiscard]] std::string_view to_string(order_kind kind);

struct order {
  std::uint64_t number = 0;  ///< Grows across all orders of this hire.
  order_kind kind = order_kind::hold;
  std::string who;  ///< The operator, as the socket's peer or token says.
  std::string why;
  instant at{};

  friend bool operator==(const order&, const order&) = default;
};

using orders = std::vector<order>;

/// The number of the newest order of a kind; 0: none was given.
[[nodiscard]] std::uint64_t newest(const orders& given, order_kind kind);

/// A hold that no later release ended.
[[nodiscard]] bool standing_hold(const orders& given);

/// A revoke that no later release ended.
[[nodiscard]] bool standing_revoke(const orders& given);

}  // namespace daypass

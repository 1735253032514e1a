#include "daypass/domain/order.hpp"

#include "daypass/base/assert.hpp"

#include <algorithm>

namespace daypass {

std::string_view to_string(order_kind kind) {
  switch (kind) {
    case order_kind::hold:
      return "hold";
    case order_kind::release:
      return "release";
    case order_kind::retry:
      return "retry";
    case order_kind::reissue:
      return "reissue";
    case order_kind::revoke:
      return "revoke";
    case order_kind::adopt:
      return "adopt";
  }
  assertion_failed("order_kind is one of its enumerators", std::source_location::current());
}

std::uint64_t newest(const orders& given, order_kind kind) {
  std::uint64_t number = 0;
  for (const order& one : given) {
    if (one.kind == kind) number = std::max(number, one.number);
  }
  return number;
}

bool standing_hold(const orders& given) {
  return newest(given, order_kind::hold) > newest(given, order_kind::release);
}

bool standing_revoke(const orders& given) {
  return newest(given, order_kind::revoke) > newest(given, order_kind::release);
}

}  // namespace daypass

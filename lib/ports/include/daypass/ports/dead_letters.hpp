#pragma once
// Copies of quarantined records for other people's tools. The row in the state is the durable one.

#include "daypass/base/error.hpp"
#include "daypass/ports/state_store.hpp"

#include <boost/asio/awaitable.hpp>

namespace daypass {

class dead_letters {
 public:
  virtual ~dead_letters() = default;

  /// Delivers one copy: key, value, headers and timestamp as they came, and why in headers of its
  /// own. Ends when the broker has it. A repeat makes a second copy with the same id header.
  virtual boost::asio::awaitable<result<void>> deliver(quarantined_event event) = 0;
};

}  // namespace daypass

#pragma once
// Making records due now, and what their schedules rest on.

#include "session.hpp"

#include "daypass/domain/reason.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace daypass::store::postgres {

/// Wakes the records behind `after` that `why` concerns (nothing: all that have not settled), a
/// bounded number at a time so that urgent work is not kept waiting.
struct wake_progress {
  std::uint64_t woken = 0;
  std::int64_t after = 0;  ///< Go on from here.
  bool done = false;
};
boost::asio::awaitable<outcome<wake_progress>> wake_some(session* on, std::optional<reason> why,
                                                         instant now, std::int64_t after);

// The table `basis`, as basis_table has it.
boost::asio::awaitable<outcome<bool>> rests_on(session* on, std::string digest, instant now);
boost::asio::awaitable<outcome<void>> begin_basis(session* on, std::string digest, instant now);
boost::asio::awaitable<outcome<void>> end_basis(session* on, std::string digest);

}  // namespace daypass::store::postgres

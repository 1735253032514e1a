#pragma once
// The table `quarantine`: records that can't be used, kept whole, and the outbox of their copies.

#include "session.hpp"

#include "daypass/ports/state_store.hpp"

#include <string>
#include <vector>

namespace daypass::store::postgres {

/// Adds a record; changes no row when the very same record of this cluster is there already.
[[nodiscard]] question add_quarantined(const quarantined_event& added, const std::string& cluster);

/// The newest first.
boost::asio::awaitable<outcome<std::vector<quarantined_event>>> read_quarantine(session* on,
                                                                                std::size_t max);

/// Those with a number above `after` whose copy is not delivered yet, the oldest first.
boost::asio::awaitable<outcome<std::vector<quarantined_event>>> read_undelivered(
    session* on, std::uint64_t after, std::size_t max);

/// Takes away those that were quarantined before $1, the oldest first, at most $2.
[[nodiscard]] question purge_quarantine(instant before, std::size_t max);

[[nodiscard]] question mark_delivered(const std::vector<std::uint64_t>& numbers);

}  // namespace daypass::store::postgres

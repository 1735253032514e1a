#pragma once
// Giving out due records, and taking them back. A lease is a row of `leases`, and good as long as
// its holder is a member: whoever is silent for too long is taken from `members`, and its leases
// with it, by another.

#include "held_leases.hpp"
#include "rows.hpp"
#include "session.hpp"

#include <cstdint>
#include <vector>

namespace daypass::store::postgres {

/// Who asks, and the how manieth claim of its own this is.
struct claimant {
  std::int64_t member = 0;
  std::int64_t claim = 0;
};

struct claimed {
  std::vector<stored_record> records;
  std::vector<std::uint64_t> tokens;     ///< One for each.
  std::vector<std::int64_t> unreadable;  ///< Numbers of rows that are not what we write; leased.
  std::size_t passed_over = 0;           ///< Due, but locked by another just then.
};

/// As lease_due says. `wait`: for those that others have locked; else they are passed over.
boost::asio::awaitable<outcome<claimed>> claim_due(session* on, lease_request request, claimant who,
                                                   bool wait);

/// Parks a record that can't be read, and ends its lease.
boost::asio::awaitable<outcome<bool>> park_unreadable(transaction* in, std::int64_t number,
                                                      instant now);

boost::asio::awaitable<outcome<void>> end_leases(session* on,
                                                 std::vector<held_leases::entry> ended);

/// Ends what the database believes that member has, and it does not. For a new connection: a claim
/// may have been answered to nobody.
boost::asio::awaitable<outcome<void>> end_unknown_leases(connection* on, std::int64_t member,
                                                         std::vector<held_leases::entry> known);

boost::asio::awaitable<outcome<std::optional<instant>>> read_next_due(session* on, instant after);

}  // namespace daypass::store::postgres

#pragma once
// Recording what came of steps: many hires in one transaction.

#include "rows.hpp"
#include "session.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace daypass::store::postgres {

/// When the latest line of any story was written, as far as this process keeps it.
struct line_clock {
  instant kept_at{};
};

/// The statement that keeps it, once a minute, among others of a transaction.
void keep_latest_line(std::optional<instant> latest_at, line_clock* kept, questions& into);

/// One update on its way: what is asked, and what is answered once it is durable.
struct update_order {
  std::int64_t number = 0;   ///< Of the hire's row,
  std::uint64_t token = 0;   ///< and of the lease.
  const transition* change;  ///< Lives as long as this.
  std::optional<result<onboarding>> said;
};

/// Runs them in order, in one transaction; a hire may come more than once. An order whose own
/// transition or record fails says so and leaves no trace. An error: nothing happened.
boost::asio::awaitable<outcome<bool>> update_all(transaction* in, std::vector<update_order*> orders,
                                                 line_clock* kept);

/// As the port's add_order. `member`: who is not to be told of it. not_found.
boost::asio::awaitable<outcome<std::uint64_t>> write_order(transaction* in, hire_key key,
                                                           order given, std::int64_t member,
                                                           line_clock* kept);

/// The statement that tells those who hold leases on these hires, but `member`.
[[nodiscard]] question tell_holders(const column& hires, std::int64_t member);

/// Where a member is told: LISTEN on it. The payload is the hire's number.
[[nodiscard]] std::string channel_of(std::int64_t member);

}  // namespace daypass::store::postgres

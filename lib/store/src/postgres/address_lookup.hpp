#pragma once
// Where the servers of a cluster are. libpq would block while it asks (libpq:
// "PQconnectStartParams" wants hostaddr for that).

#include "connection.hpp"

#include <chrono>

namespace daypass::store::postgres {

struct places_found {
  std::vector<server_place> places;  ///< In the order of the hosts.
  std::string problems;              ///< Of hosts whose names mean nothing now.
};

/// Asks the system's resolver, in Asio's thread for it, until then at the latest; a question that
/// is given up ends by itself. Addresses and Unix sockets need none.
[[nodiscard]] boost::asio::awaitable<places_found> find_places(
    boost::asio::any_io_executor executor, std::vector<postgres_host> hosts,
    std::chrono::steady_clock::time_point until);

}  // namespace daypass::store::postgres

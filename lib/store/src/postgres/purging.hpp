#pragma once
// Taking away what has rested too long.

#include "session.hpp"

#include "daypass/ports/state_store.hpp"

#include <string>

namespace daypass::store::postgres {

/// As the port's purge.
boost::asio::awaitable<outcome<purge_receipt>> purge_rested(transaction* in, purge_request request,
                                                            std::string tombstone_key);

}  // namespace daypass::store::postgres

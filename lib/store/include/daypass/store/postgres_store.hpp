#pragma once
// The state in PostgreSQL (ports/state_store), shared by several processes (ports/membership).

#include "daypass/base/error.hpp"
#include "daypass/ports/membership.hpp"
#include "daypass/ports/state_store.hpp"
#include "daypass/store/postgres_settings.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>

namespace daypass::store {

/// Everything on the executor's thread. Calls are answered when they are durable; those that found
/// no server are answered with `io` after connect_timeout at the latest, and may be repeated. An
/// update or an order whose commit was not heard of is answered once the server said what became of
/// it. Answers on the executor, which outlives the state.
class postgres_state : public state_store, public membership {
 public:
  /// Ends what was called, gives up all leases and leaves the members. Once; nothing is called
  /// afterwards. Without it those who remain wait for lease_duration before they take over.
  virtual boost::asio::awaitable<void> stop() = 0;
};

/// Connects, brings the schema up to date behind an advisory lock, and joins the members.
/// Errors: io (no server that can be written; the message has each host's reason), refused (a newer
/// schema that this build can't use), busy.
[[nodiscard]] boost::asio::awaitable<result<std::unique_ptr<postgres_state>>> make_postgres_state(
    boost::asio::any_io_executor executor, postgres_settings settings);

}  // namespace daypass::store

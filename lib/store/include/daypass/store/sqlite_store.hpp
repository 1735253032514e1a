#pragma once
// The state in one SQLite file (ports/state_store): WAL, every commit synced before it is told.

#include "daypass/base/error.hpp"
#include "daypass/ports/state_store.hpp"
#include "daypass/store/sqlite_settings.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace daypass::store {

/// Opens the state for the daemon: locks it for this process, brings the schema up to date and
/// starts the thread that works on it. Calls that are ready within `group_delay` share a
/// transaction, urgent ones first; their answers come together on `executor`, which must outlive
/// the store. The destructor finishes what was called and joins; answers not yet delivered are
/// then still posted.
/// Errors: busy (another process holds the state; the message says which), refused (not our file,
/// or a newer schema), full, io.
[[nodiscard]] result<std::unique_ptr<state_store>> make_sqlite_state(
    boost::asio::any_io_executor executor, const sqlite_settings& settings);

/// The same state worked on by the caller's own thread: every call is done, durably, when it
/// returns to its awaiter. For simulations, which allow no thread.
[[nodiscard]] result<std::unique_ptr<state_store>> make_inline_sqlite_state(
    const sqlite_settings& settings);

}  // namespace daypass::store

#pragma once
// The operators' socket: every change to a hire that isn't HR's, as JSON over HTTP.

#include "daypass/net/http_server.hpp"
#include "daypass/ports/clock.hpp"
#include "daypass/ports/reporter.hpp"
#include "daypass/ports/state_store.hpp"

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace daypass::admin {

/// What the socket works with; all of it outlives the server. Called on the server's executor.
struct operators_parts {
  state_store& state;
  clock& time;
  reporter& reports;
  std::function<void(hire_key)> nudge;                  ///< The engine shall look at this hire.
  std::function<std::vector<std::string>()> not_ready;  ///< As in health_parts.
  std::function<bool()> acknowledge_events_lost;        ///< False: there was nothing to.
  std::function<std::string(uid_t)> user_name;          ///< user_name_of, but for tests.
  std::vector<std::string> populations;                 ///< Those of the configured sources.
};

/// Most hires that one bulk call gives an order to; the answer says when there may be more.
inline constexpr std::size_t bulk_max = 10'000;

/// The login name, or `uid:1234` where there is none.
[[nodiscard]] std::string user_name_of(uid_t uid);

/// Serves, to peers that the kernel names (anything else gets 403):
/// - `POST /orders` `{"hire", "kind", "why"}`: 201 `{"number", "hire"}`; 404 no such hire, 409
///   several. `why` may be left out of retry and release. Not idempotent: each call is an order.
/// - `POST /orders/bulk` `{"kind": "retry", "reason": R}` or `{..., "all": true}`: to all that are
///   parked or held for R, or at all. 200 `{"given", "more"}`. Safe to repeat.
/// - `GET /status`: readiness and totals.
/// - `POST /acknowledge` `{"what": "events_lost"}`: 200 `{"acknowledged"}`. Safe to repeat.
///
/// Errors are `{"error"}` with 400, 403, 404, 405, 409 or 503 (the state can't be written: repeat).
/// Every order is durable, with who gave it, before it is answered, reported or nudged.
[[nodiscard]] net::http_handler make_operators(operators_parts parts);

}  // namespace daypass::admin

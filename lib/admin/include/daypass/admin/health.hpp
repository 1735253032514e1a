#pragma once
// What may be asked without sign-in, on loopback or a Unix socket: alive, ready, metrics.

#include "daypass/net/http_server.hpp"

#include <functional>
#include <string>
#include <vector>

namespace daypass::admin {

/// Where the answers come from. Called on the server's executor; must not block.
struct health_parts {
  std::function<std::vector<std::string>()> not_ready;  ///< Why not, one a line; empty: ready.
  std::function<std::vector<std::string>()> warnings;   ///< Shown while ready too; empty: none.
  std::function<std::string()> metrics;                 ///< Prometheus text format 0.0.4.
};

/// GET and HEAD of
/// - `/healthz`: 200 whenever the event loop turns: an answer is the proof.
/// - `/readyz`: 200, or 503 with the reasons; warnings in either case.
/// - `/metrics`: the metrics.
/// Shows no person and changes nothing.
[[nodiscard]] net::http_handler make_health(health_parts parts);

}  // namespace daypass::admin

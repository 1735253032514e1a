#pragma once
// The directory port over Microsoft Graph v1.0.

#include "daypass/entra/circuit_breaker.hpp"
#include "daypass/entra/credential.hpp"
#include "daypass/entra/lane_budget.hpp"
#include "daypass/entra/request_observer.hpp"
#include "daypass/net/https_client.hpp"
#include "daypass/ports/clock.hpp"
#include "daypass/ports/directory.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <string>

namespace daypass::entra {

struct graph_settings {
  std::shared_ptr<credential> sign_in;  ///< Never null. Signs in for `root`.
  /// Scheme and host (and port) as Graph calls itself: the audience of its tokens, and for
  /// references between objects; not where requests go, which is the https_client's affair.
  std::string root = "https://graph.microsoft.com";
  lane_limit reads = default_read_limit();
  lane_limit writes = default_write_limit();
  lane_limit methods = default_method_limit();
  lane_limit units = default_read_limit();  ///< Resource units: a read and a write draw one each.
  lane_limit all = default_limit_of_all();  ///< Of all requests, whatever their lane.
  /// How many processes share these limits at this moment, at least 1. None: this one has them.
  std::function<std::size_t()> sharers;
  breaker_limits breaker;
  /// How many requests that wait for their turn may share one $batch, 1 to 20; 1: each goes alone.
  std::size_t batch_max = 1;
};

/// The directory over `graph`, a client for Graph's host. Everything given by reference outlives
/// the directory, and the directory outlives its calls. All on the executor's thread. Reads that
/// find nothing are spread over the services behind Graph as the port's contract says:
///
/// - look_account reads the UPN directly (GET /users/{UPN}, which knows a new user as soon as the
///   directory's replica does) and the employeeId by $filter, whose index lags behind; then, only
///   when neither found anyone, the soft-deleted ones. Three requests of one resource unit each; a
///   $batch would cost the same units and hide each part's status and Retry-After in a body.
/// - A request with an effect that got no answer, or a 5xx, is `unknown_effect`; see classify().
[[nodiscard]] std::unique_ptr<directory> make_graph_directory(boost::asio::any_io_executor executor,
                                                              graph_settings settings,
                                                              net::https_client& graph, clock& time,
                                                              entropy& random,
                                                              request_observer& observer);

}  // namespace daypass::entra

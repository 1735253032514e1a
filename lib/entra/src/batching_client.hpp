#pragma once
// Sends what waits for its turn together, as Graph's $batch.

#include "batch_wire.hpp"

#include "daypass/net/https_client.hpp"
#include "daypass/ports/clock.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>

namespace daypass::entra {

struct batching {
  std::size_t requests_max = batch_requests_max;  ///< In one batch; 2 to 20.
  std::size_t exchanges_max = 4;                  ///< Under way at a time; what is more waits.
};

/// An https_client over `below`, which outlives it, with the same contract. As long as few requests
/// are under way each goes alone. What comes when `exchanges_max` are waits, and goes with what
/// else waits as soon as one of them was answered: at a high pace up to twenty share one exchange,
/// and nobody waits longer than for a connection. Urgent requests never wait and go alone.
///
/// A batch whose answer is lost is lost for all its parts. One that is refused as a whole is
/// refused for each where that says who asks, how often, or that the server fails (401, 403, 429,
/// 5xx); any other refusal is nobody's, and retryable with the lane as its scope. Whoever is
/// cancelled while leading a batch cancels it for all.
class batching_client : public net::https_client {
 public:
  /// send() that asks, when the request's turn comes after it waited, whether it may still go out.
  /// Else its error is of the kind `throttled`, and nothing of it was sent.
  [[nodiscard]] virtual boost::asio::awaitable<result<net::http_response>> send_if(
      net::http_request request, std::function<bool()> may_go) = 0;
};

[[nodiscard]] std::unique_ptr<batching_client> make_batching_client(
    boost::asio::any_io_executor executor, net::https_client& below, clock& time, batching how);

}  // namespace daypass::entra

#pragma once
// What the adapter tells about itself, for logs and metrics. Names no person and holds no secret.

#include "daypass/base/error.hpp"
#include "daypass/base/time.hpp"
#include "daypass/entra/operation.hpp"

#include <optional>

namespace daypass::entra {

/// One request of Graph, however it ended.
struct request_made {
  operation asked{};
  int status = 0;                 ///< 0: no answer came, or nothing was sent.
  std::optional<failure> failed;  ///< Nothing: a success.
  bool urgent = false;
  duration waited{0};              ///< For the lane's budget.
  duration took{0};                ///< From sending to the whole answer.
  double tokens_left = 0;          ///< Of the lane's bucket.
  double requests_per_second = 0;  ///< As learnt so far: the lane's, or of what else limits it.
  std::size_t waiting = 0;         ///< Calls in the lane's queue.
  bool breaker_open = false;
};

/// Called on the executor's thread; must not throw or block, and outlives the token_source.
class token_observer {
 public:
  virtual ~token_observer() = default;

  /// A token was fetched, or could not be: null, or why.
  virtual void on_token(const error* failed) = 0;
};

/// The same, and outlives the directory.
class request_observer : public token_observer {
 public:
  virtual void on_request(const request_made& made) = 0;
};

}  // namespace daypass::entra

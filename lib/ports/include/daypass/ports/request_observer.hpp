#pragma once
// What an adapter tells about its requests, for metrics. Names no person and holds no secret.

#include "daypass/base/time.hpp"
#include "daypass/domain/step.hpp"

#include <string>

namespace daypass {

/// One request of the directory, however it ended.
struct request_finished {
  lane which{};
  int status = 0;          ///< HTTP status; 0: no answer came.
  duration took{};         ///< From sending to the whole answer.
  bool throttled = false;  ///< Refused for pace.
};

/// The budget of a lane after a request.
struct budget_seen {
  lane which{};
  double tokens_left = 0;
  double requests_per_second = 0;  ///< The pace as learnt so far.
};

/// An access token was asked for.
struct token_fetched {
  bool good = false;
  std::string what;  ///< Why not; empty on success.
};

class request_observer {
 public:
  virtual ~request_observer() = default;

  /// Count and never throw; never block for long. Any thread.
  virtual void observe(const request_finished& what) = 0;
  virtual void observe(const budget_seen& what) = 0;
  virtual void observe(const token_fetched& what) = 0;
};

}  // namespace daypass

#pragma once
// Access tokens for one audience, by whatever credential signs in.

#include "daypass/entra/credential.hpp"
#include "daypass/entra/request_observer.hpp"
#include "daypass/entra/token_cache.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace daypass::entra {

/// One fetch at a time, whoever waits, and one more for urgent callers: a sign-in that hangs keeps
/// no lock-out. All calls on the executor's thread; outlives them.
class token_source {
 public:
  /// `audience` as token_demand has it.
  token_source(boost::asio::any_io_executor executor, std::shared_ptr<credential> signs_in,
               std::string audience, clock& time, entropy& random, token_observer& observer);
  ~token_source();
  token_source(const token_source&) = delete;
  token_source& operator=(const token_source&) = delete;

  /// A token that is good for the next request. Errors as credential::sign_in, and retryable when
  /// the deadline passed; nothing was sent to the audience. While the old one is good, a refresh
  /// keeps its caller for 5 s at most, an urgent one for 1 s. Repeatable.
  [[nodiscard]] boost::asio::awaitable<result<shared_token>> get(steady_instant deadline,
                                                                 bool urgent);

  /// The audience refused this token; `challenge` is the answer's WWW-Authenticate, whose claims
  /// the next sign-in asks for.
  void drop(const shared_token& refused, std::string_view challenge = {});

 private:
  class flight;

  [[nodiscard]] boost::asio::awaitable<result<void>> fetch(steady_instant deadline, bool urgent);

  std::shared_ptr<credential> credential_;
  token_demand wanted_;
  clock& time_;
  entropy& random_;
  token_observer& observer_;
  token_cache cache_;
  struct signal;
  std::unique_ptr<signal> landed_;
  bool in_flight_ = false;
  bool urgent_in_flight_ = false;
};

}  // namespace daypass::entra

#pragma once
// Access tokens for Graph by client secret (OAuth 2.0 client credentials).

#include "daypass/entra/request_observer.hpp"
#include "daypass/entra/token_cache.hpp"
#include "daypass/net/https_client.hpp"
#include "daypass/ports/clock.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <string>

namespace daypass::entra {

struct token_settings {
  std::string tenant;     ///< Its id or one of its domains.
  std::string client_id;  ///< Of the app registration.
  /// The client secret as it is now; called for each fetch, so that a new one needs no restart.
  std::function<result<secret_text>()> client_secret;
  std::string scope = "https://graph.microsoft.com/.default";
};

/// One fetch at a time, whoever waits, and one more for urgent callers: a sign-in that hangs keeps
/// no lock-out. All calls on the executor's thread; outlives them.
class token_source {
 public:
  token_source(boost::asio::any_io_executor executor, token_settings settings,
               net::https_client& login, clock& time, entropy& random, request_observer& observer);
  ~token_source();
  token_source(const token_source&) = delete;
  token_source& operator=(const token_source&) = delete;

  /// A token that is good for the next request. Errors as read_token_reply, and retryable when the
  /// deadline passed; nothing was sent to Graph. While the old one is good, a refresh keeps its
  /// caller for 5 s at most, an urgent one for 1 s. Repeatable.
  [[nodiscard]] boost::asio::awaitable<result<shared_token>> get(steady_instant deadline,
                                                                 bool urgent);

  /// Graph refused this token.
  void drop(const shared_token& refused) { cache_.drop(refused); }

 private:
  class flight;

  [[nodiscard]] boost::asio::awaitable<result<void>> fetch(steady_instant deadline, bool urgent);
  [[nodiscard]] boost::asio::awaitable<result<fresh_token>> ask(steady_instant deadline,
                                                                bool urgent);
  [[nodiscard]] result<net::http_request> make_request(steady_instant deadline, bool urgent) const;

  token_settings settings_;
  net::https_client& login_;
  clock& time_;
  entropy& random_;
  request_observer& observer_;
  token_cache cache_;
  struct signal;
  std::unique_ptr<signal> landed_;
  bool in_flight_ = false;
  bool urgent_in_flight_ = false;
};

}  // namespace daypass::entra

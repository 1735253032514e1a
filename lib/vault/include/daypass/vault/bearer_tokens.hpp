#pragma once
// Where the tokens come from that a store of secrets wants to see.

#include "daypass/base/error.hpp"
#include "daypass/base/secret_text.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>

namespace daypass::vault {

/// All calls on the executor's thread; outlives the store that asks.
class bearer_tokens {
 public:
  bearer_tokens() = default;
  bearer_tokens(const bearer_tokens&) = delete;
  bearer_tokens& operator=(const bearer_tokens&) = delete;
  virtual ~bearer_tokens() = default;

  /// A token that is good for the next request. Errors are the sign-in's, and of the lane; nothing
  /// was sent to the store. Repeatable.
  virtual boost::asio::awaitable<result<std::shared_ptr<const secret_text>>> get(
      std::chrono::steady_clock::time_point deadline, bool urgent) = 0;

  /// The store refused this one.
  virtual void drop(const std::shared_ptr<const secret_text>& refused) = 0;
};

}  // namespace daypass::vault

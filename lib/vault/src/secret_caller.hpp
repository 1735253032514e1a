#pragma once
// One request to a store of secrets that is reached over HTTPS, and what became of it.

#include "daypass/net/https_client.hpp"
#include "daypass/ports/clock.hpp"
#include "daypass/ports/directory.hpp"
#include "daypass/vault/bearer_tokens.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace daypass::vault {

struct store_request {
  std::string doing;  ///< For messages: "set a secret". No name of a secret, which is in logs else.
  std::string method;
  std::string target;  ///< Origin form, percent-encoded.
  net::wiped_buffer body;
};

struct store_answer {
  int status = 0;
  /// Of a refusal. That of a success may hold the code, which nothing here wants: it is wiped.
  net::wiped_buffer body;
  std::optional<duration> retry_after;

  [[nodiscard]] bool good() const { return status >= 200 && status <= 299; }
};

class secret_caller {
 public:
  /// `store` is what errors call it. The others outlive the caller.
  secret_caller(std::string store, net::https_client& client, bearer_tokens& tokens, clock& time)
      : store_(std::move(store)), client_(client), tokens_(tokens), time_(time) {}

  /// The answer, whatever its status but 429 and 5xx, which are errors. A request whose token was
  /// refused (401) is sent once more with a fresh one; nothing else is sent twice.
  [[nodiscard]] boost::asio::awaitable<result<store_answer>> call(store_request asked,
                                                                  call_options options);

  /// "STORE: DOING: WORDS".
  [[nodiscard]] std::string words(const store_request& asked, std::string_view said) const;
  [[nodiscard]] clock& time() const { return time_; }
  [[nodiscard]] const std::string& store() const { return store_; }

 private:
  [[nodiscard]] boost::asio::awaitable<result<store_answer>> attempt(
      const store_request* asked, call_options options, std::shared_ptr<const secret_text> token);

  std::string store_;
  net::https_client& client_;
  bearer_tokens& tokens_;
  clock& time_;
};

}  // namespace daypass::vault

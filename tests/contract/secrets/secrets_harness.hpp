#pragma once
// What the contract suite needs of a store beside the port: to look into it as a reader would.

#include "support/run_awaitable.hpp"

#include "daypass/ports/secret_store.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace daypass::contract {

class secrets_harness {
 public:
  virtual ~secrets_harness() = default;

  virtual secret_store& store() = 0;

  /// The fingerprint of a recipient that the store knows.
  virtual std::string recipient() = 0;

  /// The code that this recipient reads under the name, if any.
  virtual std::optional<std::string> read_code(const std::string& name) = 0;

  /// The user principal name that anybody with access reads beside it, if any.
  virtual std::optional<std::string> read_label(const std::string& name) = 0;

  /// The answer of the next call is lost after its effect.
  virtual void lose_next_answer() = 0;

  /// The next call is refused, because the store has no room or is down.
  virtual void refuse_next() = 0;

  /// Runs one call of the port to its end.
  result<void> run(boost::asio::awaitable<result<void>> call) {
    return support::run_all(context_, std::move(call));
  }

 protected:
  boost::asio::io_context context_{1};
};

struct named_harness {
  std::string name;
  std::function<std::unique_ptr<secrets_harness>()> make;
};

[[nodiscard]] std::unique_ptr<secrets_harness> make_memory_harness();
[[nodiscard]] std::unique_ptr<secrets_harness> make_sealed_thread_harness();
[[nodiscard]] std::unique_ptr<secrets_harness> make_sealed_inline_harness();
[[nodiscard]] std::unique_ptr<secrets_harness> make_key_vault_harness();

}  // namespace daypass::contract

#pragma once
// The command line's end of the operators' socket.

#include "daypass/base/error.hpp"
#include "daypass/domain/order.hpp"
#include "daypass/domain/reason.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace daypass::admin {

/// An order that was taken.
struct given_order {
  std::uint64_t number = 0;
  std::string hire;  ///< The whole key, where an ID alone was named.
};

struct bulk_answer {
  std::uint64_t given = 0;
  bool more = false;  ///< Repeat: not all could be reached in one call.
};

/// Blocking calls to the running daemon, one connection each. Errors: retryable when nobody
/// listens or the daemon can't write its state; permanent when it refuses, with its words in
/// `what`; unknown_effect when the answer was lost.
class operators_client {
 public:
  explicit operators_client(std::filesystem::path socket,
                            std::chrono::milliseconds timeout = std::chrono::seconds{60})
      : socket_(std::move(socket)), timeout_(timeout) {}

  [[nodiscard]] result<given_order> give(const std::string& hire, order_kind kind,
                                         const std::string& why) const;

  /// A retry to all that are parked or held, for one reason or any.
  [[nodiscard]] result<bulk_answer> retry_all(std::optional<reason> why) const;

  /// The daemon's status as JSON.
  [[nodiscard]] result<std::string> status() const;

  /// False: there was nothing to acknowledge.
  [[nodiscard]] result<bool> acknowledge_events_lost() const;

 private:
  [[nodiscard]] result<std::string> call(const std::string& method, const std::string& target,
                                         const std::string& body) const;

  std::filesystem::path socket_;
  std::chrono::milliseconds timeout_;
};

}  // namespace daypass::admin

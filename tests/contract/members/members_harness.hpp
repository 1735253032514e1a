#pragma once
// What the contract of the members' port is tested with: several processes over one state.

#include "daypass/ports/membership.hpp"
#include "daypass/ports/state_store.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace daypass::contract {

/// Processes that share one state, numbered in the order in which they came.
class members_harness {
 public:
  virtual ~members_harness() = default;

  /// One more; its number.
  virtual std::size_t join() = 0;
  virtual state_store& store(std::size_t which) = 0;
  virtual membership& seat(std::size_t which) = 0;

  /// Ends in order.
  virtual void leave(std::size_t which) = 0;
  /// Is stopped, as by SIGSTOP: nothing of it happens, and the state hears nothing of it.
  virtual void pause(std::size_t which) = 0;
  virtual void go_on(std::size_t which) = 0;
  /// The state isn't reached by anyone, as when its server is down; then it is again.
  virtual void cut() = 0;
  virtual void mend() = 0;

  /// Lets time pass for all that run, until `look` is true; false when it never was.
  virtual bool wait_until(const std::function<bool()>& look) = 0;
  /// The steady clock of the port.
  [[nodiscard]] virtual std::chrono::steady_clock::time_point now() const = 0;
  /// Runs what all processes share.
  virtual boost::asio::io_context& context(std::size_t which) = 0;
};

struct members_kind {
  std::string name;
  std::unique_ptr<members_harness> (*make)();
};

[[nodiscard]] std::vector<members_kind> all_members();

}  // namespace daypass::contract

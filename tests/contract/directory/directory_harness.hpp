#pragma once
// What the contract suite needs of a directory beside the port: to do what administrators and
// users do, and to look into it.

#include "support/fakes/stepped_clock.hpp"

#include "daypass/ports/directory.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

namespace daypass::contract {

class directory_harness {
 public:
  virtual ~directory_harness() = default;

  virtual directory& port() = 0;

  /// An enabled account that somebody else made.
  virtual user_id add_account(const std::string& upn, const std::string& employee_id) = 0;
  virtual void remove_account(const user_id& user) = 0;
  virtual void register_method(const user_id& user) = 0;
  virtual void assign_role(const user_id& user) = 0;
  virtual std::string add_group() = 0;
  virtual void set_policy(const tenant_pass_policy& policy) = 0;
  /// Whether the code opens the account now; uses a one-time pass up.
  virtual bool sign_in(const user_id& user, const std::string& code) = 0;
  virtual std::string manager_of(const user_id& user) = 0;
  virtual std::string department_of(const user_id& user) = 0;

  /// The answer of the next request with an effect is lost, after the effect or instead of it.
  virtual void lose_next_answer() = 0;
  virtual void lose_next_request() = 0;
  /// Permission for the next request is missing.
  virtual void forbid_next() = 0;

  [[nodiscard]] fakes::stepped_clock& time() { return time_; }

  [[nodiscard]] call_options options() { return {time_.steady_now() + minutes{5}, false}; }

  /// Runs one call of the port to its end.
  template <typename T>
  result<T> run(boost::asio::awaitable<result<T>> call) {
    return fakes::run(context_, time_, std::move(call));
  }

 protected:
  boost::asio::io_context context_{1};
  fakes::stepped_clock time_{context_.get_executor()};
};

struct named_directory {
  std::string name;
  std::function<std::unique_ptr<directory_harness>()> make;
};

[[nodiscard]] std::unique_ptr<directory_harness> make_memory_harness();
[[nodiscard]] std::unique_ptr<directory_harness> make_graph_harness();

}  // namespace daypass::contract

#pragma once
// The directory port over a memory_world, with faults on demand. Passes the contract suite.

#include "support/fakes/memory_world.hpp"

#include "daypass/ports/directory.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace daypass::fakes {

enum class directory_action : std::uint8_t {
  look_account,
  read_account,
  create_account,
  gather_evidence,
  update_account,
  set_enabled,
  link_manager,
  join_group,
  look_methods,
  issue_pass,
  delete_pass,
  revoke_sessions,
  read_pass_policy,
  look_address,
};

/// What becomes of a call.
enum class fault_point : std::uint8_t {
  none,
  instead,  ///< No effect; the call ends in `said`.
  after,    ///< The effect is there; the call ends in `said`.
  late,     ///< The call ends in `said`; the effect comes with take_late_effects().
};

struct directory_fault {
  fault_point point = fault_point::none;
  error said;
};

// The usual faults. For reads, what would be unknown_effect is retryable, as the port says.
[[nodiscard]] directory_fault no_fault();
[[nodiscard]] directory_fault unavailable();  ///< Retryable, no effect.
[[nodiscard]] directory_fault throttled(duration retry_after);
[[nodiscard]] directory_fault forbidden();      ///< Permanent, of the lane, no effect.
[[nodiscard]] directory_fault not_known_yet();  ///< Permanent not_found: another replica.
[[nodiscard]] directory_fault given_up();       ///< Cancelled before it was sent.
[[nodiscard]] directory_fault lost_request();   ///< Unknown effect, and there is none.
[[nodiscard]] directory_fault lost_answer();    ///< Unknown effect, and it is there.
[[nodiscard]] directory_fault late_effect();    ///< Unknown effect, and it comes later.

struct directory_call {
  directory_action action{};
  user_id user;  ///< Empty for a look, a create and the policy.
  bool urgent = false;
  std::chrono::steady_clock::time_point send_before = std::chrono::steady_clock::time_point::max();
};

/// One thread. The world outlives it. A call whose frame is destroyed while its interceptor waits
/// has no effect; one destroyed while before_answer waits had it.
class memory_directory final : public directory {
 public:
  using interceptor = std::function<boost::asio::awaitable<directory_fault>(directory_call)>;
  using answer_hook = std::function<boost::asio::awaitable<void>(directory_call)>;

  explicit memory_directory(memory_world& world) : world_(world) {}

  /// Asked at every call before anything happens; may wait. None: no faults.
  void intercept(interceptor asked) { intercept_ = std::move(asked); }

  /// Awaited between the effect and its answer. None: answers come at once.
  void before_answer(answer_hook hook) { before_answer_ = std::move(hook); }

  /// Lets what was late take effect now, in order; gives how many there were.
  std::size_t take_late_effects();
  [[nodiscard]] std::size_t late_effects() const { return late_.size(); }

  boost::asio::awaitable<result<account_holders>> look_account(std::string user_principal_name,
                                                               std::string employee_id,
                                                               call_options options) override;
  boost::asio::awaitable<result<account_holders>> read_account(user_id user,
                                                               call_options options) override;
  boost::asio::awaitable<result<account_created>> create_account(member_attributes attributes,
                                                                 call_options options) override;
  boost::asio::awaitable<result<adoption_evidence>> gather_evidence(user_id user,
                                                                    call_options options) override;
  boost::asio::awaitable<result<void>> update_account(user_id user, member_attributes attributes,
                                                      call_options options) override;
  boost::asio::awaitable<result<void>> set_enabled(user_id user, bool enabled,
                                                   call_options options) override;
  boost::asio::awaitable<result<bool>> link_manager(user_id user, std::string manager,
                                                    call_options options) override;
  boost::asio::awaitable<result<account_holders>> look_address(std::string address,
                                                               call_options options) override;
  boost::asio::awaitable<result<void>> join_group(user_id user, std::string group,
                                                  call_options options) override;
  boost::asio::awaitable<result<methods_seen>> look_methods(user_id user,
                                                            call_options options) override;
  boost::asio::awaitable<result<issued_pass>> issue_pass(user_id user, pass_plan plan,
                                                         call_options options) override;
  boost::asio::awaitable<result<void>> delete_pass(user_id user, pass_id pass,
                                                   call_options options) override;
  boost::asio::awaitable<result<void>> revoke_sessions(user_id user, call_options options) override;
  boost::asio::awaitable<result<tenant_pass_policy>> read_pass_policy(
      call_options options) override;
  [[nodiscard]] std::optional<duration> clock_offset() const override { return world_.ahead; }

 private:
  template <typename T>
  boost::asio::awaitable<result<T>> run(directory_call call, std::function<result<T>()> effect);
  template <typename Change>
  std::function<result<void>()> change(user_id user, Change how);

  memory_world& world_;
  interceptor intercept_;
  answer_hook before_answer_;
  std::vector<std::function<void()>> late_;
};

}  // namespace daypass::fakes

#pragma once
// Entra, as the engine needs it. Codes of every error: `refusal`. Nothing is retried inside but a
// token that was refused once; waiting for the lane's budget counts toward the deadline.

#include "daypass/base/error.hpp"
#include "daypass/base/secret_text.hpp"
#include "daypass/domain/account.hpp"
#include "daypass/domain/outcome.hpp"
#include "daypass/domain/pass.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace daypass {

/// How a call is to be made.
struct call_options {
  std::chrono::steady_clock::time_point deadline;
  bool urgent = false;  ///< A revocation: the reserved part of budgets and connections is its own.
  /// What has not been sent by then is not sent at all, and ends in an error that says so: another
  /// process may have taken over what it is about. An answer is waited for until `deadline`.
  std::chrono::steady_clock::time_point send_before = std::chrono::steady_clock::time_point::max();
};

/// A pass just issued, and its code: the only time Graph tells it.
struct issued_pass {
  listed_pass pass;
  secret_text code;
};

class directory {
 public:
  virtual ~directory() = default;

  /// Every live account with this UPN or this employeeId (empty: not asked), and, when none of them
  /// is live, soft-deleted ones. An empty answer proves nothing right after a create. Repeatable.
  virtual boost::asio::awaitable<result<account_holders>> look_account(
      std::string user_principal_name, std::string employee_id, call_options options) = 0;

  /// The account of that id, live or soft-deleted; empty when it is neither. Repeatable.
  virtual boost::asio::awaitable<result<account_holders>> read_account(user_id user,
                                                                       call_options options) = 0;

  /// Creates a member, disabled, with a random password that nobody keeps. Not repeatable blindly:
  /// the UPN makes a second one impossible, and a repeat ends in `conflict`.
  virtual boost::asio::awaitable<result<account_created>> create_account(
      member_attributes attributes, call_options options) = 0;

  /// Roles (active, eligible, through groups), methods and state. A read refused is an error.
  virtual boost::asio::awaitable<result<adoption_evidence>> gather_evidence(
      user_id user, call_options options) = 0;

  /// Sets all attributes but the UPN and the mailNickname that goes with it; an empty one is
  /// cleared, save displayName and usageLocation. Repeatable.
  virtual boost::asio::awaitable<result<void>> update_account(user_id user,
                                                              member_attributes attributes,
                                                              call_options options) = 0;

  /// Repeatable.
  virtual boost::asio::awaitable<result<void>> set_enabled(user_id user, bool enabled,
                                                           call_options options) = 0;

  /// Links the user whose employeeId or e-mail this is. False: there is no such user (yet).
  /// Repeatable.
  virtual boost::asio::awaitable<result<bool>> link_manager(user_id user, std::string manager,
                                                            call_options options) = 0;

  /// Every live account whose mail or UPN this address is. Repeatable.
  virtual boost::asio::awaitable<result<account_holders>> look_address(std::string address,
                                                                       call_options options) = 0;

  /// Makes the user a member of the group; one who is a member already is a success. Repeatable.
  virtual boost::asio::awaitable<result<void>> join_group(user_id user, std::string group,
                                                          call_options options) = 0;

  /// Methods and passes in one read. Repeatable.
  virtual boost::asio::awaitable<result<methods_seen>> look_methods(user_id user,
                                                                    call_options options) = 0;

  /// Issues a pass. Never repeatable: a second POST replaces the first pass silently.
  virtual boost::asio::awaitable<result<issued_pass>> issue_pass(user_id user, pass_plan plan,
                                                                 call_options options) = 0;

  /// Repeatable: `not_found` where it is gone already, and where a replica does not know it yet.
  virtual boost::asio::awaitable<result<void>> delete_pass(user_id user, pass_id pass,
                                                           call_options options) = 0;

  /// Repeatable.
  virtual boost::asio::awaitable<result<void>> revoke_sessions(user_id user,
                                                               call_options options) = 0;

  /// The tenant's pass policy. `forbidden` when the permission for it was not granted: the caller
  /// goes on with what it learns from refusals.
  virtual boost::asio::awaitable<result<tenant_pass_policy>> read_pass_policy(
      call_options options) = 0;

  /// How far Graph's clock is ahead of ours, from the Date of recent answers; nothing before any.
  [[nodiscard]] virtual std::optional<duration> clock_offset() const = 0;
};

}  // namespace daypass

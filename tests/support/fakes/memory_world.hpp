#pragma once
// A tenant in memory: accounts, passes, policy, and what administrators and users do to them. The
// truth that a simulation checks its promises against.

#include "daypass/base/error.hpp"
#include "daypass/domain/account.hpp"
#include "daypass/domain/pass.hpp"
#include "daypass/ports/clock.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace daypass::fakes {

struct memory_pass {
  pass_id id;
  std::string code;  ///< Plain: no code here opens anything real.
  instant created_at{};
  instant start_at{};
  minutes lifetime{0};
  bool one_time = false;
  std::optional<instant> used_at;

  [[nodiscard]] instant end_at() const { return start_at + lifetime; }
};

enum class account_state : std::uint8_t { live, soft_deleted, purged };

struct memory_account {
  user_id id;
  member_attributes attributes;
  account_state state = account_state::live;
  bool enabled = false;
  bool member = true;
  bool synchronised = false;
  bool role = false;
  bool in_policy_scope = true;
  instant created_at{};
  std::optional<memory_pass> pass;
  std::vector<memory_pass> former_passes;   ///< Deleted or replaced, oldest first.
  std::vector<std::string> strong_methods;  ///< Registered beside the password.
  user_id manager;
  std::set<std::string> groups;
  int session_revocations = 0;
  std::optional<instant> signed_in_at;

  [[nodiscard]] bool live() const { return state == account_state::live; }
};

/// Deterministic: ids and codes are counted. References to accounts stay good for its life.
class memory_world {
 public:
  /// `time` outlives the world.
  explicit memory_world(const clock& time) : time_(time) {}

  tenant_pass_policy policy;
  std::set<std::string> groups;    ///< Ids of the groups that exist.
  duration ahead{0};               ///< Graph's clock less the clock's.
  std::string canary = "Kanarie";  ///< Stands in every code.

  [[nodiscard]] const clock& time() const { return time_; }
  /// Graph's clock.
  [[nodiscard]] instant now() const { return time_.now() + ahead; }

  // What the directory itself does; errors as the port's contract says.

  [[nodiscard]] result<memory_account*> create(const member_attributes& attributes);
  [[nodiscard]] result<memory_account*> need_live(const user_id& user);
  [[nodiscard]] result<memory_pass> issue(const user_id& user, const pass_plan& plan);
  [[nodiscard]] pass_usability usability_of(const memory_account& whom,
                                            const memory_pass& pass) const;
  [[nodiscard]] listed_pass listed(const memory_account& whom) const;
  void end_pass(memory_account& whom);

  // What an administrator or a user does.

  /// An enabled account that somebody else made.
  memory_account& add_account(std::string upn, std::string employee_id);
  void disable(const user_id& user) { of(user).enabled = false; }
  void enable(const user_id& user) { of(user).enabled = true; }
  void rename(const user_id& user, std::string upn) {
    of(user).attributes.user_principal_name = std::move(upn);
  }
  void remove(const user_id& user) { of(user).state = account_state::soft_deleted; }
  void restore(const user_id& user) { of(user).state = account_state::live; }
  void purge(const user_id& user) { of(user).state = account_state::purged; }
  void assign_role(const user_id& user) { of(user).role = true; }
  void register_method(const user_id& user, std::string method) {
    of(user).strong_methods.push_back(std::move(method));
  }
  /// A pass made by hand, usable from now on; replaces the one that is there.
  memory_pass make_pass(const user_id& user, minutes lifetime, bool one_time);
  void delete_pass(const user_id& user) { end_pass(of(user)); }
  /// True when the code opens the account now; a one-time pass is used up by it.
  bool sign_in(const user_id& user, std::string_view code);

  // To look at.

  [[nodiscard]] std::deque<memory_account>& accounts() { return accounts_; }
  [[nodiscard]] memory_account* find(const user_id& user);
  /// The live or soft-deleted account that holds this UPN, compared without case.
  [[nodiscard]] memory_account* holder_of(std::string_view upn);
  /// Whether a pass with this code would open an enabled account now, or later as things are.
  [[nodiscard]] bool is_live_code(std::string_view code) const;

 private:
  [[nodiscard]] memory_account& of(const user_id& user);
  [[nodiscard]] std::string next_id();
  memory_pass& place(memory_account& whom, memory_pass pass);

  const clock& time_;
  std::deque<memory_account> accounts_;
  std::uint64_t counted_ = 0;
};

/// Equal without regard to ASCII case, as the directory compares names.
[[nodiscard]] bool same_name(std::string_view left, std::string_view right);

}  // namespace daypass::fakes

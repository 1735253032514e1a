#pragma once
// The simulated tenant: users, soft-deleted users, passes, policy, groups, roles. It only does what
// it is told; rules about requests are the Graph calls' business. Single-threaded.

#include "simulators/entra/logic/pass_policy.hpp"
#include "simulators/entra/logic/random_source.hpp"
#include "simulators/entra/logic/records.hpp"
#include "simulators/entra/logic/settings.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace daypass::entra_simulator {

class directory_world {
 public:
  /// The arguments must outlive the world.
  directory_world(const identity& who, const switches& set, random_source& random);

  // Users. References and pointers stay good for the life of the world.

  /// Makes a user of these values. The UPN must be free.
  user& create(property_values values, moment at, actor by);
  /// A live user by id or UPN (any case).
  [[nodiscard]] user* find(std::string_view id_or_upn);
  /// A user by id, live, deleted or purged.
  [[nodiscard]] user* find_ever(std::string_view id);
  [[nodiscard]] user* find_deleted(std::string_view id);
  /// Who stands in the way of a new user with this UPN, or nobody.
  [[nodiscard]] user* holder_of(std::string_view upn);
  [[nodiscard]] std::vector<user*> with_employee_id(std::string_view employee_id);
  /// Every user that ever was, oldest first.
  [[nodiscard]] std::deque<user>& everyone() { return users_; }
  [[nodiscard]] std::size_t live_count() const { return live_count_; }
  [[nodiscard]] std::size_t deleted_count() const { return deleted_.size(); }
  /// The soft-deleted users, oldest deletion last.
  [[nodiscard]] const std::vector<user*>& deleted() const { return deleted_; }
  [[nodiscard]] const std::unordered_map<std::string, employee_record>& employees() const {
    return employees_;
  }

  /// Sets one property and keeps indexes and history; null clears.
  void set_property(user& whom, int property, json value, moment at, actor by);
  void remove(user& whom, moment at, actor by);
  /// Brings a soft-deleted user back; its UPN must be free.
  void restore(user& whom, moment at, actor by);
  /// Removes a soft-deleted user for ever.
  void purge(user& whom, moment at, actor by);
  void set_manager(user& whom, std::string manager_id, moment at, actor by);
  void revoke_sessions(user& whom, moment at, actor by);
  void note(user& whom, moment at, actor by, std::string what, std::string detail = {});

  /// Whether a service has learnt of a user by now. May draw a flap.
  [[nodiscard]] bool sees(replica which, const user& whom, moment at);

  // Groups and roles.

  group& create_group(std::string display_name, bool role_assignable);
  [[nodiscard]] group* find_group(std::string_view id);
  [[nodiscard]] const std::deque<group>& groups() const { return groups_; }
  /// False when already a member.
  bool add_member(group& into, const std::string& member_id, moment at);
  bool remove_member(group& from, const std::string& member_id);
  /// The groups that hold a user or group, directly or through groups.
  [[nodiscard]] std::vector<const group*> groups_of(const std::string& member_id,
                                                    bool transitive) const;
  /// As groups_of, but only by memberships that the pass policy has heard of.
  [[nodiscard]] bool policy_sees_membership(const std::string& member_id,
                                            const std::string& group_id, moment at) const;
  void make_eligible(const group& into, std::string principal_id, moment at);
  [[nodiscard]] const std::deque<group_eligibility>& eligibilities() const {
    return eligibilities_;
  }
  role_grant& grant_role(std::string principal_id, std::string role_id, bool eligible, moment at);
  /// How many grants went.
  std::size_t revoke_role(std::string_view principal_id, std::string_view role_id, bool eligible);
  [[nodiscard]] std::vector<const role_grant*> grants_of(std::string_view principal_id) const;
  [[nodiscard]] const std::deque<role_grant>& grants() const { return grants_; }
  /// Whether a user holds an active role, directly or through a group.
  [[nodiscard]] bool is_admin(const user& whom) const;

  // Passes.

  pass_policy policy;
  /// A code nobody had before, with the canary inside.
  [[nodiscard]] std::string draw_code();
  [[nodiscard]] bool in_policy_scope(const user& whom, moment at) const;
  std::vector<sign_in_entry> sign_ins;

 private:
  void index(user& whom);
  void unindex(user& whom);
  void count_employee(const user& whom, int change);

  const identity& who_;
  const switches& set_;
  random_source& random_;
  std::deque<user> users_;
  std::vector<user*> deleted_;
  std::size_t live_count_ = 0;
  std::unordered_map<std::string, user*> by_id_;
  std::unordered_map<std::string, user*> by_upn_;
  std::unordered_map<std::string, std::vector<user*>> deleted_by_upn_;
  std::unordered_map<std::string, std::vector<user*>> by_employee_id_;
  std::unordered_map<std::string, employee_record> employees_;
  std::deque<group> groups_;
  std::unordered_map<std::string, group*> group_by_id_;
  std::unordered_map<std::string, std::vector<group*>> groups_by_member_;
  std::deque<group_eligibility> eligibilities_;
  std::deque<role_grant> grants_;
  std::unordered_set<std::string> codes_;
};

}  // namespace daypass::entra_simulator

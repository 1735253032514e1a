#include "directory_harness.hpp"
#include "support/fakes/memory_directory.hpp"

namespace daypass::contract {
namespace {

class memory_harness final : public directory_harness {
 public:
  memory_harness() {
    directory_.intercept([this](fakes::directory_call call) { return strike(std::move(call)); });
  }

  directory& port() override { return directory_; }
  user_id add_account(const std::string& upn, const std::string& employee_id) override {
    return world_.add_account(upn, employee_id).id;
  }
  void remove_account(const user_id& user) override { world_.remove(user); }
  void register_method(const user_id& user) override { world_.register_method(user, "fido2"); }
  void assign_role(const user_id& user) override { world_.assign_role(user); }
  std::string add_group() override { return *world_.groups.insert("a-group").first; }
  void set_policy(const tenant_pass_policy& policy) override { world_.policy = policy; }
  bool sign_in(const user_id& user, const std::string& code) override {
    return world_.sign_in(user, code);
  }
  std::string manager_of(const user_id& user) override { return world_.find(user)->manager.text(); }
  std::string department_of(const user_id& user) override {
    return world_.find(user)->attributes.department;
  }
  void lose_next_answer() override { next_ = fakes::lost_answer(); }
  void lose_next_request() override { next_ = fakes::lost_request(); }
  void forbid_next() override { next_ = fakes::forbidden(); }

 private:
  boost::asio::awaitable<fakes::directory_fault> strike(fakes::directory_call) {
    co_return std::exchange(next_, fakes::no_fault());
  }

  fakes::memory_world world_{time_};
  fakes::memory_directory directory_{world_};
  fakes::directory_fault next_;
};

}  // namespace

std::unique_ptr<directory_harness> make_memory_harness() {
  return std::make_unique<memory_harness>();
}

}  // namespace daypass::contract

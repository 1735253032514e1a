#include "directory_harness.hpp"
#include "support/graph_link/graph_link.hpp"

#include "daypass/entra/graph_directory.hpp"

namespace daypass::contract {
namespace {

namespace sim = entra_simulator;

class silent_observer final : public entra::request_observer {
 public:
  void on_request(const entra::request_made&) override {}
  void on_token(const error*) override {}
};

class graph_harness final : public directory_harness {
 public:
  graph_harness() {
    EXPECT_TRUE(initialise_secret_memory(1 << 18));
    service_.state().world.policy.enabled = true;
    entra::graph_settings settings;
    settings.sign_in = entra::make_client_secret_credential(
        {who_.tenant_id, who_.client_id},
        [secret = who_.client_secret] { return secret_text::copy_of(secret); }, client_, time_);
    directory_ = entra::make_graph_directory(context_.get_executor(), std::move(settings), client_,
                                             time_, random_, observer_);
  }

  directory& port() override { return *directory_; }

  user_id add_account(const std::string& upn, const std::string& employee_id) override {
    sim::property_values values;
    values.set("userPrincipalName", upn);
    values.set("displayName", upn);
    values.set("userType", "Member");
    values.set("accountEnabled", true);
    if (!employee_id.empty()) values.set("employeeId", employee_id);
    return user_id(world().create(std::move(values), now(), sim::actor::administrator).id);
  }
  void remove_account(const user_id& user) override {
    world().remove(of(user), now(), sim::actor::administrator);
  }
  void register_method(const user_id& user) override {
    of(user).methods.push_back({"m1", "fido2", "Key", now().graph});
  }
  void assign_role(const user_id& user) override {
    world().grant_role(user.text(), "62e90394-69f5-4237-9190-012177145e10", false, now());
  }
  std::string add_group() override { return world().create_group("New hires", false).id; }
  void set_policy(const tenant_pass_policy& policy) override {
    sim::pass_policy& set = world().policy;
    set.enabled = policy.enabled;
    set.once = policy.one_time_only;
    set.minimum_lifetime_minutes = static_cast<int>(policy.lifetime_min.count());
    set.maximum_lifetime_minutes = static_cast<int>(policy.lifetime_max.count());
    set.default_lifetime_minutes = static_cast<int>(policy.lifetime_default.count());
  }
  bool sign_in(const user_id& user, const std::string& code) override {
    return sim::sign_in(world(), service_.state().set, &of(user), code, now(), true).succeeded;
  }
  std::string manager_of(const user_id& user) override { return of(user).manager_id; }
  std::string department_of(const user_id& user) override {
    return of(user).values.text("department");
  }
  void lose_next_answer() override {
    strike_next({.name = "lost_answer", .how = sim::ending::close});
  }
  void lose_next_request() override {
    strike_next(
        {.name = "lost_request", .takes_effect = sim::effect::none, .how = sim::ending::close});
  }
  void forbid_next() override {
    strike_next({.name = "status",
                 .takes_effect = sim::effect::none,
                 .status = 403,
                 .code = "Authorization_RequestDenied"});
  }

 private:
  /// The next request that is not for a token.
  void strike_next(sim::fault what) {
    service_.state().faults.add({.path = "^/v1.0/", .what = std::move(what)});
  }
  [[nodiscard]] sim::directory_world& world() { return service_.state().world; }
  [[nodiscard]] sim::moment now() const { return service_.at(time_.now()); }
  [[nodiscard]] sim::user& of(const user_id& user) { return *world().find_ever(user.text()); }

  sim::identity who_;
  sim::graph_service service_{who_};
  support::graph_link client_{context_.get_executor(), service_, time_};
  fakes::seeded_entropy random_{5};
  silent_observer observer_;
  std::unique_ptr<directory> directory_;
};

}  // namespace

std::unique_ptr<directory_harness> make_graph_harness() {
  return std::make_unique<graph_harness>();
}

}  // namespace daypass::contract

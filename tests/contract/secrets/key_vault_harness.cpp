#include "contract/secrets/secrets_harness.hpp"
#include "simulators/key_vault/logic/vault_service.hpp"
#include "support/fakes/stepped_clock.hpp"
#include "support/graph_link/graph_link.hpp"

#include "daypass/vault/key_vault.hpp"

#include <utility>

namespace daypass::contract {
namespace {

namespace sim = key_vault_simulator;

/// One token that is good for ever.
class one_token final : public vault::bearer_tokens {
 public:
  boost::asio::awaitable<result<std::shared_ptr<const secret_text>>> get(
      std::chrono::steady_clock::time_point, bool) override {
    auto copy = secret_text::copy_of("good");
    if (!copy) co_return std::unexpected(std::move(copy.error()));
    co_return std::make_shared<const secret_text>(std::move(*copy));
  }
  void drop(const std::shared_ptr<const secret_text>&) override {}
};

class key_vault_harness final : public secrets_harness {
 public:
  key_vault_harness() {
    EXPECT_TRUE(initialise_secret_memory(1U << 20U));
    const sim::identity& who = service_.state().who;
    service_.state().tokens.admit("good", {.audience = who.audiences.front(),
                                           .tenant_id = who.tenant_id,
                                           .application_id = who.owner,
                                           .object_id = {},
                                           .until = never});
    store_ = vault::make_key_vault(link_, tokens_, time_, {});
  }

  secret_store& store() override { return *store_; }
  std::string recipient() override { return "whoever Azure lets"; }

  std::optional<std::string> read_code(const std::string& name) override {
    const sim::secret_version* newest = readable(name);
    if (newest == nullptr) return std::nullopt;
    return newest->has.value;
  }

  std::optional<std::string> read_label(const std::string& name) override {
    const sim::secret_version* newest = readable(name);
    if (newest == nullptr || !newest->has.tags) return std::nullopt;
    return newest->has.tags->value("userPrincipalName", "");
  }

  void lose_next_answer() override {
    strike_next({.name = "lost_answer", .how = simulator::ending::close});
  }
  void refuse_next() override {
    strike_next({.name = "status", .takes_effect = simulator::effect::none, .status = 503});
  }

 private:
  void strike_next(simulator::fault what) {
    service_.state().faults.add({.path = "^/secrets/", .what = std::move(what)});
  }

  /// What a GET of the name would give.
  const sim::secret_version* readable(const std::string& name) {
    sim::secret* found =
        service_.state().world.find(name, sim::standing::live, service_.at(time_.now()));
    if (found == nullptr || !found->newest().enabled()) return nullptr;
    return &found->newest();
  }

  sim::vault_service service_;
  fakes::stepped_clock time_{context_.get_executor()};
  support::graph_link link_{context_.get_executor(), service_, time_};
  one_token tokens_;
  std::unique_ptr<secret_store> store_;
};

}  // namespace

std::unique_ptr<secrets_harness> make_key_vault_harness() {
  return std::make_unique<key_vault_harness>();
}

}  // namespace daypass::contract

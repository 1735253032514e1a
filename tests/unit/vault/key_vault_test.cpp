// Azure Key Vault as a store of passes, over the simulated vault.

#include "daypass/vault/key_vault.hpp"

#include "simulators/key_vault/logic/control_service.hpp"
#include "support/fakes/stepped_clock.hpp"
#include "support/graph_link/graph_link.hpp"

#include "daypass/domain/refusal.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace daypass::vault {
namespace {

namespace sim = key_vault_simulator;
using namespace std::chrono_literals;

/// Tokens "1", "2", ...: a new one whenever the last was refused.
class counted_tokens final : public bearer_tokens {
 public:
  boost::asio::awaitable<result<std::shared_ptr<const secret_text>>> get(
      std::chrono::steady_clock::time_point, bool) override {
    auto copy = secret_text::copy_of(std::to_string(number));
    if (!copy) co_return std::unexpected(std::move(copy.error()));
    co_return std::make_shared<const secret_text>(std::move(*copy));
  }
  void drop(const std::shared_ptr<const secret_text>&) override { ++number; }

  int number = 1;
};

class KeyVault : public testing::Test {
 protected:
  KeyVault() {
    EXPECT_TRUE(initialise_secret_memory(1U << 20U));
    admit("1");
    store_ = make_key_vault(
        link_, tokens_, time_,
        {.store = "hr", .on_kept = [this](const kept_secret& one) { kept_.push_back(one); }});
  }

  void admit(const std::string& token) {
    const sim::identity& who = vault_.state().who;
    vault_.state().tokens.admit(token, {.audience = who.audiences.front(),
                                        .tenant_id = who.tenant_id,
                                        .application_id = who.owner,
                                        .object_id = {},
                                        .until = never});
  }

  static secret_label label() {
    return {.key = {"default", "E1"},
            .user_principal_name = "ada@contoso.example",
            .display_name = "Ada",
            .usable_from_utc = "2026-11-05T08:00:00Z",
            .usable_until_utc = "2026-11-05T16:00:00Z",
            .zone = "Europe/Berlin",
            .one_time = true};
  }

  call_options options() { return {.deadline = time_.steady_now() + 1min}; }

  result<void> publish(const std::string& name = "pass-1") {
    const auto code = secret_text::copy_of("+4j6-\"$8h2");
    return fakes::run(context_, time_,
                      store_->publish(secret_name(name), label(), {}, &*code, options()));
  }
  result<void> withdraw(const std::string& name = "pass-1") {
    return fakes::run(context_, time_, store_->withdraw(secret_name(name), options()));
  }

  sim::secret* find(sim::standing state, const std::string& name = "pass-1") {
    return vault_.state().world.find(name, state, vault_.at(time_.now()));
  }
  void strike(simulator::fault what, const std::string& path = "^/secrets/") {
    vault_.state().faults.add({.path = path, .what = std::move(what)});
  }
  void forbid(sim::permission what) {
    const std::string owner = vault_.state().who.owner;
    EXPECT_TRUE(vault_.state().access.revoke(owner, what, ""));
  }

  boost::asio::io_context context_{1};
  fakes::stepped_clock time_{context_.get_executor()};
  sim::vault_service vault_;
  support::graph_link link_{context_.get_executor(), vault_, time_};
  counted_tokens tokens_;
  std::vector<kept_secret> kept_;
  std::unique_ptr<secret_store> store_;
};

TEST_F(KeyVault, HoldsTheCodeAsTheValueAndTheLabelBesideIt) {
  ASSERT_TRUE(publish());
  const sim::version_draft& has = find(sim::standing::live)->newest().has;
  EXPECT_EQ(has.value, "+4j6-\"$8h2");
  EXPECT_EQ(has.not_before, 1'793'865'600);
  EXPECT_EQ(has.expires, 1'793'894'400);
  const simulator::json tags = has.tags.value();
  EXPECT_EQ(tags.value("userPrincipalName", ""), "ada@contoso.example");
  EXPECT_EQ(tags.value("hire", ""), to_string(hire_key{"default", "E1"}));
  EXPECT_EQ(tags.value("oneTime", ""), "true");
  EXPECT_FALSE(tags.contains("usableFromLocal")) << "nothing is said of what is not known";
}

TEST_F(KeyVault, CutsWhatIsTooLongForATagBetweenTwoCharacters) {
  secret_label longest = label();
  for (int i = 0; i < 100; ++i) longest.display_name += "\u20AC";
  const auto code = secret_text::copy_of("code");
  ASSERT_TRUE(fakes::run(context_, time_,
                         store_->publish(secret_name("pass-1"), longest, {}, &*code, options())));
  const auto said =
      find(sim::standing::live)->newest().has.tags->value("displayName", std::string());
  EXPECT_EQ(said.size(), 255U);
  EXPECT_TRUE(said.ends_with("\u20AC"));
}

TEST_F(KeyVault, LeavesNothingThatARecoveryOrAReaderOfOldVersionsCouldUse) {
  ASSERT_TRUE(publish());
  ASSERT_TRUE(withdraw());
  EXPECT_EQ(vault_.state().world.find("pass-1", vault_.at(time_.now())), nullptr);
  EXPECT_TRUE(kept_.empty());
}

TEST_F(KeyVault, SaysWhatItsPurgeProtectionKeeps) {
  vault_.state().set.purge_protection = true;
  ASSERT_TRUE(publish());
  ASSERT_TRUE(withdraw());
  ASSERT_EQ(kept_.size(), 1U);
  EXPECT_EQ(kept_[0].store, "hr");
  EXPECT_NE(kept_[0].why.find("purge protection"), std::string::npos);
  sim::secret* left = find(sim::standing::deleted);
  ASSERT_NE(left, nullptr);
  EXPECT_EQ(left->newest().has.value, "withdrawn");
  EXPECT_FALSE(left->newest().enabled());
  EXPECT_TRUE(withdraw()) << "repeatable";
}

TEST_F(KeyVault, SaysThatItMayNotPurge) {
  forbid(sim::permission::purge);
  ASSERT_TRUE(publish());
  ASSERT_TRUE(withdraw());
  ASSERT_EQ(kept_.size(), 1U);
  EXPECT_NE(kept_[0].why.find("Purge Operator"), std::string::npos);
}

TEST_F(KeyVault, WaitsForADeletionBeforeThePurge) {
  vault_.state().set.delete_lag = {3s, 3s};
  ASSERT_TRUE(publish());
  const instant began_at = time_.now();
  ASSERT_TRUE(withdraw());
  EXPECT_GE(time_.now() - began_at, 3s);
  EXPECT_EQ(vault_.state().world.find("pass-1", vault_.at(time_.now())), nullptr);
}

TEST_F(KeyVault, IsNotDoneWhileADeletionGoesOnAndOn) {
  vault_.state().set.delete_lag = {10min, 10min};
  ASSERT_TRUE(publish());
  const auto later = withdraw();
  ASSERT_FALSE(later);
  EXPECT_EQ(later.error().kind, failure::retryable);
  EXPECT_EQ(find(sim::standing::live), nullptr) << "nobody reads it meanwhile";
  time_.step(10min);
  EXPECT_TRUE(withdraw());
}

TEST_F(KeyVault, GivesNoPassANameThatWasWithdrawn) {
  vault_.state().set.purge_protection = true;
  ASSERT_TRUE(publish());
  ASSERT_TRUE(withdraw());
  const auto refused = publish();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, failure::permanent);
  EXPECT_EQ(refused.error().code, refusal::store_refused);
  EXPECT_NE(refused.error().what.find("ObjectIsDeletedButRecoverable"), std::string::npos);
}

TEST_F(KeyVault, SaysWhichRoleIsMissing) {
  forbid(sim::permission::set);
  const auto refused = publish();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().scope, failure_scope::lane);
  EXPECT_EQ(refused.error().code, refusal::forbidden);
  EXPECT_EQ(refused.error().what.find("hr: setting a secret: refused with 403 ForbiddenByRbac"),
            0U);
  EXPECT_NE(refused.error().what.find("Secrets Officer"), std::string::npos);
  vault_.state().set.firewall = true;
  EXPECT_NE(publish().error().what.find("firewall"), std::string::npos);
}

TEST_F(KeyVault, SignsInAgainOnceWhenItsTokenIsRefused) {
  vault_.state().tokens.expire_own();
  admit("2");
  EXPECT_TRUE(publish());
  EXPECT_EQ(tokens_.number, 2);
  vault_.state().tokens.expire_own();
  const auto refused = publish("pass-2");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, refusal::unauthorised);
  EXPECT_EQ(refused.error().scope, failure_scope::lane);
}

TEST_F(KeyVault, ObeysItsPace) {
  strike({.name = "status",
          .takes_effect = simulator::effect::none,
          .status = 429,
          .code = "Throttled",
          .retry_after = "7"});
  const auto refused = publish();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, failure::throttled);
  EXPECT_EQ(refused.error().retry_after, 7s);
}

TEST_F(KeyVault, KnowsNotWhatAFailedServerDid) {
  strike({.name = "status", .status = 500});
  const auto failed = publish();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, failure::unknown_effect);
}

TEST_F(KeyVault, TakesOnlyNamesThatTheVaultTakes) {
  for (const char* const bad : {"", "a_b", "a/b", "\u00e9"}) {
    EXPECT_EQ(publish(bad).error().code, refusal::rejected) << bad;
    EXPECT_EQ(withdraw(bad).error().code, refusal::rejected) << bad;
  }
  EXPECT_FALSE(publish(std::string(128, 'a')));
  EXPECT_TRUE(publish(std::string(127, 'a')));
}

}  // namespace
}  // namespace daypass::vault

// The contract of the secret-store port, over every store and the fake.

#include "contract/secrets/secrets_harness.hpp"

#include "daypass/domain/refusal.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace daypass::contract {
namespace {

class SecretStore : public testing::TestWithParam<named_harness> {
 protected:
  SecretStore() : harness_(GetParam().make()) { EXPECT_TRUE(initialise_secret_memory(1U << 20U)); }

  static call_options options(bool urgent = false) {
    return {.deadline = std::chrono::steady_clock::time_point::max(), .urgent = urgent};
  }

  static secret_label label_for(const std::string& user) {
    secret_label label;
    label.key = {"main", "E1"};
    label.user_principal_name = user;
    return label;
  }

  result<void> publish(const std::string& name, const std::string& code,
                       const std::string& user = "ada@contoso.example") {
    return publish_to({harness_->recipient()}, name, code, user);
  }

  result<void> publish_to(std::vector<std::string> recipients, const std::string& name,
                          const std::string& code, const std::string& user) {
    auto secret = secret_text::copy_of(code);
    EXPECT_TRUE(secret);
    return harness_->run(harness_->store().publish(secret_name(name), label_for(user),
                                                   std::move(recipients), &*secret, options()));
  }

  result<void> relabel(const std::string& name, const std::string& user) {
    return harness_->run(harness_->store().relabel(secret_name(name), label_for(user), options()));
  }

  result<void> withdraw(const std::string& name, bool urgent = true) {
    return harness_->run(harness_->store().withdraw(secret_name(name), options(urgent)));
  }

  std::optional<std::string> code_of(const std::string& name) { return harness_->read_code(name); }
  std::optional<std::string> label_of(const std::string& name) {
    return harness_->read_label(name);
  }

  std::unique_ptr<secrets_harness> harness_;
};

TEST_P(SecretStore, MakesTheCodeReadableAndTheLabelBesideIt) {
  ASSERT_TRUE(publish("n1", "+drkzqAD"));
  EXPECT_EQ(code_of("n1"), "+drkzqAD");
  EXPECT_EQ(label_of("n1"), "ada@contoso.example");
  EXPECT_EQ(code_of("n2"), std::nullopt);
}

TEST_P(SecretStore, ReplacesWhenPublishedAgainUnderTheSameName) {
  ASSERT_TRUE(publish("n1", "first"));
  ASSERT_TRUE(publish("n1", "second", "ada.b@contoso.example"));
  EXPECT_EQ(code_of("n1"), "second");
  EXPECT_EQ(label_of("n1"), "ada.b@contoso.example");
}

TEST_P(SecretStore, KeepsNamesApart) {
  ASSERT_TRUE(publish("n1", "one"));
  ASSERT_TRUE(publish("n2", "two"));
  ASSERT_TRUE(withdraw("n1"));
  EXPECT_EQ(code_of("n1"), std::nullopt);
  EXPECT_EQ(code_of("n2"), "two");
}

TEST_P(SecretStore, LeavesNothingAfterAWithdrawal) {
  for (const bool urgent : {true, false}) {
    ASSERT_TRUE(publish("n1", "code"));
    ASSERT_TRUE(withdraw("n1", urgent));
    EXPECT_EQ(code_of("n1"), std::nullopt);
    EXPECT_EQ(label_of("n1"), std::nullopt);
  }
}

TEST_P(SecretStore, TakesTheWithdrawalOfNothingAsSuccess) {
  EXPECT_TRUE(withdraw("never-there"));
  ASSERT_TRUE(publish("n1", "code"));
  EXPECT_TRUE(withdraw("n1"));
  EXPECT_TRUE(withdraw("n1"));
}

TEST_P(SecretStore, MayPublishAgainAfterAWithdrawal) {
  ASSERT_TRUE(publish("n1", "first"));
  ASSERT_TRUE(withdraw("n1"));
  ASSERT_TRUE(publish("n1", "second"));
  EXPECT_EQ(code_of("n1"), "second");
}

TEST_P(SecretStore, RelabelsWithoutTouchingTheCode) {
  ASSERT_TRUE(publish("n1", "code"));
  ASSERT_TRUE(relabel("n1", "renamed@contoso.example"));
  EXPECT_EQ(label_of("n1"), "renamed@contoso.example");
  EXPECT_EQ(code_of("n1"), "code");
}

TEST_P(SecretStore, NeverMakesAWithdrawnOneAppearByRelabelling) {
  ASSERT_TRUE(publish("n1", "code"));
  ASSERT_TRUE(withdraw("n1"));
  const auto refused = relabel("n1", "renamed@contoso.example");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, failure::permanent);
  EXPECT_EQ(refused.error().code, refusal::not_found);
  EXPECT_EQ(code_of("n1"), std::nullopt);
  EXPECT_EQ(label_of("n1"), std::nullopt);
}

TEST_P(SecretStore, RefusesAPassThatNobodyCouldRead) {
  for (const auto& recipients : {std::vector<std::string>{}, {"not-a-known-one"}}) {
    const auto refused = publish_to(recipients, "n1", "code", "ada@contoso.example");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, failure::permanent);
    EXPECT_EQ(refused.error().code, refusal::store_refused);
    EXPECT_EQ(code_of("n1"), std::nullopt);
  }
}

TEST_P(SecretStore, SaysUnknownEffectWhenTheAnswerIsLost) {
  harness_->lose_next_answer();
  const auto lost = publish("n1", "code");
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().kind, failure::unknown_effect);
  EXPECT_EQ(lost.error().code, refusal::no_answer);
  EXPECT_EQ(code_of("n1"), "code");

  harness_->lose_next_answer();
  const auto also_lost = withdraw("n1");
  ASSERT_FALSE(also_lost);
  EXPECT_EQ(also_lost.error().kind, failure::unknown_effect);
  EXPECT_TRUE(withdraw("n1"));
  EXPECT_EQ(code_of("n1"), std::nullopt);
}

TEST_P(SecretStore, HasNoEffectWhenRefusedForRoom) {
  harness_->refuse_next();
  const auto refused = publish("n1", "code");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, failure::retryable);
  EXPECT_EQ(refused.error().code, refusal::store_refused);
  EXPECT_EQ(refused.error().scope, failure_scope::lane);
  EXPECT_EQ(code_of("n1"), std::nullopt);
  EXPECT_TRUE(publish("n1", "code"));

  harness_->refuse_next();
  ASSERT_FALSE(withdraw("n1"));
  EXPECT_EQ(code_of("n1"), "code");
}

TEST_P(SecretStore, NamesNoCodeInAnyError) {
  const std::string canary = "CANARY-7h2k9";
  std::vector<result<void>> failures;
  failures.push_back(publish_to({}, "n1", canary, "ada@contoso.example"));
  failures.push_back(publish_to({"not-a-known-one"}, "n1", canary, "ada@contoso.example"));
  harness_->refuse_next();
  failures.push_back(publish("n1", canary));
  harness_->lose_next_answer();
  failures.push_back(publish("n1", canary));
  for (const auto& one : failures) {
    ASSERT_FALSE(one);
    EXPECT_EQ(one.error().what.find(canary), std::string::npos);
  }
}

INSTANTIATE_TEST_SUITE_P(Stores, SecretStore,
                         testing::Values(named_harness{"Memory", make_memory_harness},
                                         named_harness{"SealedThread", make_sealed_thread_harness},
                                         named_harness{"SealedInline", make_sealed_inline_harness}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace daypass::contract

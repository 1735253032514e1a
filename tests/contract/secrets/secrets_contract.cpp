// The contract of the secret-store port, over every store and the fake.

#include "contract/secrets/secrets_fixture.hpp"

#include "daypass/domain/refusal.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace daypass::contract {
namespace {

using SecretStore = secrets_test;

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

TEST_P(SecretStore, HasNoEffectWhenItComesTooLateToBeSent) {
  call_options late = options();
  late.send_before = {};
  const auto code = secret_text::copy_of("code");
  const auto refused = harness_->run(harness_->store().publish(
      secret_name("n1"), label_for("ada@contoso.example"), {harness_->recipient()}, &*code, late));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, failure::cancelled);
  EXPECT_EQ(code_of("n1"), std::nullopt);
}

TEST_P(SecretStore, HasNoEffectWhenItHasNoRoomOrIsDown) {
  harness_->refuse_next();
  const auto refused = publish("n1", "code");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, failure::retryable);
  EXPECT_TRUE(refused.error().code == refusal::store_refused ||
              refused.error().code == refusal::unavailable);
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
                                         named_harness{"SealedInline", make_sealed_inline_harness},
                                         named_harness{"KeyVault", make_key_vault_harness}),
                         name_of);

}  // namespace
}  // namespace daypass::contract

// What the port asks besides of stores that seal passes to recipients themselves.

#include "contract/secrets/secrets_fixture.hpp"

#include "daypass/domain/refusal.hpp"

#include <gtest/gtest.h>

namespace daypass::contract {
namespace {

using SealingStore = secrets_test;

TEST_P(SealingStore, RefusesAPassThatNobodyCouldRead) {
  for (const auto& recipients : {std::vector<std::string>{}, {"not-a-known-one"}}) {
    const auto refused = publish_to(recipients, "n1", "code", "ada@contoso.example");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, failure::permanent);
    EXPECT_EQ(refused.error().code, refusal::store_refused);
    EXPECT_EQ(code_of("n1"), std::nullopt);
  }
}

TEST_P(SealingStore, NamesNoCodeWhenARecipientIsNotKnown) {
  const std::string canary = "CANARY-7h2k9";
  for (const auto& recipients : {std::vector<std::string>{}, {"not-a-known-one"}}) {
    const auto refused = publish_to(recipients, "n1", canary, "ada@contoso.example");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.find(canary), std::string::npos);
  }
}

INSTANTIATE_TEST_SUITE_P(Stores, SealingStore,
                         testing::Values(named_harness{"Memory", make_memory_harness},
                                         named_harness{"SealedThread", make_sealed_thread_harness},
                                         named_harness{"SealedInline", make_sealed_inline_harness}),
                         name_of);

}  // namespace
}  // namespace daypass::contract

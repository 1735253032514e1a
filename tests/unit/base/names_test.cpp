// What enumerators are called in logs, labels and stored records.
#include "daypass/domain/actual.hpp"
#include "daypass/domain/hire_event.hpp"
#include "daypass/domain/order.hpp"
#include "daypass/domain/reason.hpp"
#include "daypass/domain/refusal.hpp"
#include "daypass/domain/step.hpp"
#include "daypass/ports/state_store.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace daypass {
namespace {

/// A label of a metric, a word in a log line, a value in a database.
void expect_word(const std::string& name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  EXPECT_TRUE(!name.empty() && std::ranges::all_of(name, fits)) << '"' << name << '"';
}

/// Each enumerator up to `last` has a word of its own.
template <typename Enum>
void expect_words(Enum last) {
  std::set<std::string> met;
  for (int value = 0; value <= static_cast<int>(last); ++value) {
    const std::string name(to_string(static_cast<Enum>(value)));
    expect_word(name);
    EXPECT_TRUE(met.insert(name).second) << name;
  }
}

TEST(Names, AreWordsAndNoTwoAlike) {
  expect_words(failure::defect);
  expect_words(failure_scope::lane);
  expect_words(account_origin::adopted);
  expect_words(secret_state::withdrawn);
  expect_words(ending::removed_by_other);
  expect_words(standing::settled);
  expect_words(event_kind::rescinded);
  expect_words(order_kind::adopt);
  expect_words(lane::secrets);
  expect_words(step_kind::look_manager);
  expect_words(static_cast<reason>(reason_count - 1));
}

TEST(Names, OfUsabilitiesAreGraphsOwn) {
  EXPECT_EQ(to_string(pass_usability::enabled), "EnabledByPolicy");
  EXPECT_EQ(to_string(pass_usability::not_yet_valid), "NotYetValid");
  EXPECT_EQ(to_string(pass_usability::expired), "Expired");
  EXPECT_EQ(to_string(pass_usability::one_time_used), "OneTimeUsed");
  EXPECT_EQ(to_string(pass_usability::disabled_by_policy), "DisabledByPolicy");
  EXPECT_EQ(to_string(pass_usability::unknown), "unknown");
}

/// Each code from 1 to `last` says a word of its own; an unknown one its number.
template <typename Code>
void expect_messages(Code last, const std::string& category) {
  std::set<std::string> met;
  for (int value = 1; value <= static_cast<int>(last); ++value) {
    const std::error_code code = make_error_code(static_cast<Code>(value));
    expect_word(code.message());
    EXPECT_TRUE(met.insert(code.message()).second) << code.message();
    EXPECT_EQ(code.category().name(), category);
  }
  EXPECT_TRUE(make_error_code(static_cast<Code>(99)).message().ends_with(" 99"));
}

TEST(ErrorCodes, SayAWordOfTheirOwn) {
  expect_messages(refusal::given_up, "daypass.refusal");
  expect_messages(state_errc::io, "daypass.state");
}

}  // namespace
}  // namespace daypass

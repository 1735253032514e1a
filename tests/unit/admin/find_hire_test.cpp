#include "daypass/admin/find_hire.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace daypass::admin {
namespace {

/// What `words` find among these hires.
std::string found(const std::string& words, const std::vector<hire_key>& there) {
  const auto key = find_hire(words, {"contoso", "Fabrikam"}, [&](const hire_key& asked) {
    return result<bool>(std::ranges::find(there, asked) != there.end());
  });
  return key ? to_string(*key) : key.error().what;
}

const hire_key ann{"contoso", "E1001"};
const hire_key bob{"Fabrikam", "E1001"};
const hire_key old{"retired", "E7"};
const hire_key odd{"contoso", "A/B"};

TEST(FindHire, ByItsWholeKey) {
  EXPECT_EQ(found("contoso/E1001", {ann, bob}), "contoso/E1001");
}

TEST(FindHire, WhateverTheCase) {
  EXPECT_EQ(found("CONTOSO/e1001", {ann, bob}), "contoso/E1001");
  EXPECT_EQ(found("fabrikam/e1001", {ann, bob}), "Fabrikam/E1001");
  EXPECT_EQ(found(" e1001\n", {ann}), "contoso/E1001");
}

TEST(FindHire, ByItsIdAloneWhenThereIsOne) {
  EXPECT_EQ(found("E1001", {bob}), "Fabrikam/E1001");
  EXPECT_EQ(found("E1001", {ann, bob}), "E1001 means several hires: contoso/E1001, Fabrikam/E1001");
}

TEST(FindHire, InAPopulationNoLongerConfiguredWhenSpeltOut) {
  EXPECT_EQ(found("retired/E7", {old}), "retired/E7");
  EXPECT_EQ(found("E7", {old}), "there is no hire E7: list shows those that there are");
}

TEST(FindHire, WhoseIdHasASlash) {
  EXPECT_EQ(found("contoso/a/b", {odd}), "contoso/A/B");
  EXPECT_EQ(found("a/b", {odd}), "contoso/A/B");
}

TEST(FindHire, FindsNothingByNothing) {
  EXPECT_EQ(found("", {ann}), "there is no hire : list shows those that there are");
  EXPECT_EQ(found("contoso/", {ann}), "there is no hire contoso/: list shows those that there are");
}

TEST(FindHire, PassesOnWhatTheStateSays) {
  const auto key = find_hire("E1", {"contoso"}, [](const hire_key&) -> result<bool> {
    return fail(failure::retryable, make_error_code(std::errc::io_error), "the disk");
  });
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().what, "the disk");
}

}  // namespace
}  // namespace daypass::admin

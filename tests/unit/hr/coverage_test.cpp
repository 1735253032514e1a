// The table as a whole: no code without a case, no message that repeats the event.
#include "bad_cases.hpp"
#include "events.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace daypass::hr {
namespace {

std::vector<bad_case> all_cases() {
  std::vector<bad_case> all;
  for (const auto* const part : {&bad_records(), &bad_envelopes(), &bad_data()}) {
    all.insert(all.end(), part->begin(), part->end());
  }
  return all;
}

TEST(BadEvents, CoverEveryCode) {
  std::map<decode_errc, int> cases;
  for (const auto& row : all_cases()) ++cases[row.code];
  for (const auto code : all_decode_errc()) {
    EXPECT_GT(cases[code], 0) << to_string(code) << " has no case";
  }
  EXPECT_GE(all_cases().size(), 60U);
}

TEST(BadEvents, HaveCodesWithNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const auto code : all_decode_errc()) names.insert(to_string(code));
  EXPECT_EQ(names.size(), decode_errc_count);
}

TEST(BadEvents, AreDescribedWithoutRepeatingTheirValues) {
  const std::string canary = "Zaphod-Beeblebrox-4711";
  const std::vector<std::string> members = {
      "employeeId", "hireId",  "givenName",         "startDate",    "timeZone",
      "startTime",  "country", "userPrincipalName", "managerEmail", "profile"};
  for (const auto& member : members) {
    const std::string value = canary + "\\u0007" + std::string(100, 'x');
    const auto result = decoder().decode(structured_record(structured(
        "changed", R"({"employeeId":"1","revision":1,")" + member + R"(":")" + value + "\"}")));
    if (const auto* const why = std::get_if<unusable>(&result)) {
      EXPECT_FALSE(why->what.contains("Zaphod")) << why->what;
    } else {
      ADD_FAILURE() << member << " was taken";
    }
  }
}

TEST(BadEvents, NeverNameAMemberThatIsNoIdentifier) {
  const auto result = decoder().decode(structured_record(
      structured("announced", announced_data(R"(,"revision":1,"Ada Byron <a@b.c>":1)"))));
  ASSERT_TRUE(std::holds_alternative<unusable>(result));
  EXPECT_EQ(std::get<unusable>(result).what,
            "/data/(unreadable name): is not in the contract: check its spelling, or leave it out");
}

}  // namespace
}  // namespace daypass::hr

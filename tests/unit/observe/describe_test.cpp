#include "describe.hpp"

#include "unit/observe/happenings.hpp"

#include <gtest/gtest.h>

#include <set>

namespace daypass::observe {
namespace {

TEST(Describe, HasWordsForEveryHappening) {
  std::set<std::size_t> seen;
  for (const auto& what : one_of_each()) {
    seen.insert(what.index());
    const auto line = std::visit([](const auto& one) { return describe(one); }, what);
    EXPECT_FALSE(line.event.empty() || line.message.empty()) << what.index();
  }
  EXPECT_EQ(seen.size(), std::variant_size_v<happening_variant>)
      << "a happening is missing in happenings.hpp";
}

TEST(Describe, SaysACureWhereverAPersonMustAct) {
  std::size_t errors = 0;
  for (const auto& what : one_of_each()) {
    const auto level = std::visit([](const auto& one) { return level_of(one); }, what);
    if (level != log_level::error) continue;
    ++errors;
    const auto line = std::visit([](const auto& one) { return describe(one); }, what);
    EXPECT_FALSE(line.cure.empty()) << line.event;
  }
  EXPECT_GE(errors, 12U);
}

TEST(Describe, LeavesPersonsOutOfWordsAndFields) {
  for (const auto& what : one_of_each()) {
    const auto line = std::visit([](const auto& one) { return describe(one); }, what);
    const auto text = write_json(line, log_level::error, {}, "ab12cd34", "");
    EXPECT_EQ(text.find("4711"), std::string::npos) << text;
    EXPECT_EQ(text.find("Ada"), std::string::npos) << text;
  }
}

TEST(Describe, KeepsApartWhatNeedsAPersonFromWhatHealsItself) {
  using namespace happening;
  EXPECT_EQ(level_of(lane_held{lane::methods, trouble(refusal::unavailable)}), log_level::warning);
  EXPECT_EQ(level_of(lane_held{lane::methods, trouble(refusal::forbidden)}), log_level::error);
  EXPECT_EQ(level_of(feed_trouble{"x", false}), log_level::warning);
  EXPECT_EQ(level_of(feed_trouble{"x", true}), log_level::error);
  EXPECT_EQ(level_of(standing_changed{ada, standing::parked, reason::refused, {}}),
            log_level::error);
  EXPECT_EQ(level_of(standing_changed{ada, standing::held, reason::lane_held, {}}),
            log_level::warning);
  EXPECT_EQ(level_of(hire_ready{ada, {}, {}}), log_level::info);
}

}  // namespace
}  // namespace daypass::observe

#include "daypass/observe/observer.hpp"

#include "unit/observe/fixed_clock.hpp"
#include "unit/observe/happenings.hpp"

#include "daypass/observe/hire_mask.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <thread>

namespace daypass::observe {
namespace {

using testing::HasSubstr;
using testing::Not;

class Observer : public testing::Test {
 protected:
  std::unique_ptr<observer> make(log_level level = log_level::info,
                                 log_form form = log_form::json) {
    return make_observer({.form = form,
                          .level = level,
                          .mask_key = "key",
                          .version = "1.2.3",
                          .sink = [this](std::string_view line) { lines_.emplace_back(line); }},
                         &clock_);
  }

  nlohmann::json last() { return nlohmann::json::parse(lines_.back()); }

  fixed_clock clock_;
  std::vector<std::string> lines_;
};

TEST_F(Observer, WritesOneJsonObjectALine) {
  const auto observed = make();
  observed->report(happening::hire_ready{ada, hours(2), hours(24)});
  ASSERT_EQ(lines_.size(), 1U);
  const auto line = last();
  EXPECT_EQ(line["time"], "2026-11-30T07:00:00.005Z");
  EXPECT_EQ(line["level"], "info");
  EXPECT_EQ(line["event"], "hire_ready");
  EXPECT_EQ(line["seconds_before_activation"], 86'400.0);
  EXPECT_EQ(line["hire"], hire_mask("key").of(ada));
}

TEST_F(Observer, WritesValidJsonForEverything) {
  const auto observed = make(log_level::debug);
  for (const auto& what : one_of_each()) observed->report(what);
  EXPECT_EQ(lines_.size(), one_of_each().size());
  for (const auto& line : lines_) {
    EXPECT_TRUE(nlohmann::json::accept(line)) << line;
    EXPECT_EQ(line.find('\n'), std::string::npos);
  }
}

TEST_F(Observer, KeepsHostileTextOnOneLine) {
  for (const auto form : {log_form::json, log_form::text}) {
    make(log_level::info, form)->report(happening::lifecycle{"a\nlevel=error \x1b[31m\xff"});
    EXPECT_EQ(lines_.back().find_first_of("\n\x1b\xff"), std::string::npos) << lines_.back();
  }
}

TEST_F(Observer, WritesForAPersonAtATerminal) {
  make(log_level::info, log_form::text)
      ->report(happening::standing_changed{ada, standing::parked, reason::foreign_pass, {}});
  EXPECT_THAT(lines_.back(), HasSubstr("2026-11-30T07:00:00.005Z error   standing_changed: the "
                                       "hire is parked: foreign_pass hire="));
  EXPECT_THAT(lines_.back(), HasSubstr("-- cure: "));
}

TEST_F(Observer, NamesAHireInFullAtDebugOnly) {
  const auto observed = make(log_level::debug);
  observed->report(happening::event_recorded{ada, event_kind::announced, intake_result::folded});
  EXPECT_EQ(last()["hireKey"], "main/E4711");
  EXPECT_EQ(last()["hire"], hire_mask("key").of(ada));
  for (const auto& what : one_of_each()) {
    observed->report(what);
    if (last()["level"] == "debug") continue;
    EXPECT_THAT(lines_.back(), Not(HasSubstr("4711")));
    EXPECT_THAT(lines_.back(), Not(HasSubstr("Ada")));
  }
}

TEST_F(Observer, LeavesOutWhatIsBelowItsLevel) {
  const auto observed = make(log_level::error);
  for (const auto& what : one_of_each()) observed->report(what);
  for (const auto& line : lines_) EXPECT_EQ(nlohmann::json::parse(line)["level"], "error");
}

TEST_F(Observer, WritesFailuresAlikeInARowNowAndThenWithTheirCount) {
  const auto observed = make();
  for (int i = 0; i < 150; ++i) {
    observed->report(happening::step_finished{
        {"main", std::to_string(i)}, step_kind::issue_pass, "lane_failed", {}, "503"});
  }
  ASSERT_EQ(lines_.size(), 2U);
  EXPECT_EQ(last()["repeated"], 100);
  clock_.advance(minutes(6));
  observed->report(happening::step_finished{ada, step_kind::issue_pass, "lane_failed", {}, "503"});
  EXPECT_EQ(last()["repeated"], 151);
  EXPECT_THAT(observed->metrics_text(), HasSubstr("daypass_log_lines_left_out_total 148"));
}

TEST_F(Observer, WritesEveryParkedHire) {
  const auto observed = make();
  for (int i = 0; i < 5; ++i) {
    observed->report(happening::standing_changed{ada, standing::parked, reason::foreign_pass, {}});
  }
  EXPECT_EQ(lines_.size(), 5U);
}

TEST_F(Observer, WarnsWhenNoTokenCanBeHad) {
  const auto observed = make();
  observed->observe(token_fetched{.good = true, .what = {}});
  EXPECT_TRUE(lines_.empty());
  observed->observe(token_fetched{.good = false, .what = "invalid_client"});
  EXPECT_EQ(last()["event"], "token_failed");
}

TEST_F(Observer, TakesReportsFromSeveralThreads) {
  const auto observed = make();
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&observed] {
      for (int i = 0; i < 50; ++i) {
        for (const auto& what : one_of_each()) observed->report(what);
        static_cast<void>(observed->metrics_text());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(observed->metrics_text(), HasSubstr("daypass_hires_late_total 200"));
}

TEST(HireMask, IsStableShortAndKeyed) {
  EXPECT_EQ(hire_mask("key").of(ada), hire_mask("key").of(ada));
  EXPECT_EQ(hire_mask("key").of(ada).size(), 8U);
  EXPECT_NE(hire_mask("key").of(ada), hire_mask("other").of(ada));
  EXPECT_NE(hire_mask("key").of(ada), hire_mask("key").of({"main", "E4712"}));
}

}  // namespace
}  // namespace daypass::observe

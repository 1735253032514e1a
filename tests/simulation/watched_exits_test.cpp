#include "simulation/watched_exits.hpp"

#include "unit/observe/fixed_clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace daypass::simulation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* code = "Kn\"ar/i&e+7Q";

TEST(CodeWatch, FindsEverySpellingInsideSomethingLonger) {
  const code_watch codes(code);
  EXPECT_EQ(codes.found_in("a log line without one"), std::nullopt);
  for (const spelling& one : spellings_of(code)) {
    EXPECT_TRUE(codes.found_in("{\"left\":\"" + one.text + "\"}")) << one.name;
  }
}

TEST(CodeWatch, SpellsAsOthersDo) {
  std::map<std::string, std::string> by_name;
  for (const spelling& one : spellings_of("k/\"")) by_name[one.name] = one.text;
  EXPECT_EQ(by_name["JSON with \\/"], R"(k\/\")");
  EXPECT_EQ(by_name["JSON, signs as \\u"], R"(k\u002f\u0022)");
  EXPECT_EQ(by_name["percent, signs"], "k%2F%22");
  EXPECT_EQ(by_name["hex"], "6b2f22");
  EXPECT_EQ(by_name["UTF-16BE"], std::string("\0k\0/\0\"", 6));
  EXPECT_EQ(by_name["base64, 0 bytes in"], "ay8i");
  // Of "AGsvIg==" and "AABrLyI=", which are "\0k/\"" and "\0\0k/\"".
  EXPECT_EQ(by_name["base64, 1 bytes in"], "svI");
  EXPECT_EQ(by_name["base64, 2 bytes in"], "rLy");
}

class WatchedExits : public testing::Test {
 protected:
  watched_exits exits_{code};
  observe::fixed_clock clock_;
};

TEST_F(WatchedExits, AreSilentWithoutACode) {
  exits_.watch("the state", "step issue_pass done");
  exits_.watch(quarantined_event{.what = "poison"});
  {
    watched_reporter(exits_, clock_).report(happening::hire_late{{"p", "E1"}});
  }
  EXPECT_THAT(exits_.met(), IsEmpty());
}

TEST_F(WatchedExits, TellACodeInALogLine) {
  watched_reporter reports(exits_, clock_);
  reports.report(happening::step_finished{.key = {"p", "E1"}, .outcome = "done", .what = code});
  EXPECT_THAT(exits_.met(), ElementsAre("a code, JSON, in a log line"));
}

TEST_F(WatchedExits, TellACodeInTheMetrics) {
  auto reports = std::make_unique<watched_reporter>(exits_, clock_);
  reports->report(happening::step_finished{.key = {"p", "E1"}, .outcome = code});
  reports.reset();
  EXPECT_TRUE(exits_.met().contains("a code, JSON, in the metrics"));
}

TEST_F(WatchedExits, TellACodeInADeadLetter) {
  quarantined_event letter;
  letter.raw.value = std::string("of HR's: ") + code;
  exits_.watch(letter);
  EXPECT_THAT(exits_.met(), ElementsAre("a code, plain, in a dead letter"));
}

TEST_F(WatchedExits, TellACodeInAFile) {
  exits_.watch("a file", std::string("SQLite") + code);
  EXPECT_THAT(exits_.met(), ElementsAre("a code, plain, in a file"));
}

}  // namespace
}  // namespace daypass::simulation

#include "graph_time.hpp"

#include <gtest/gtest.h>

namespace daypass::entra {
namespace {

using namespace std::chrono_literals;

TEST(GraphTime, ReadsFractionsOfAnyLength) {
  const instant whole = std::chrono::sys_days{std::chrono::year{2022} / 6 / 2} + 16h + 21min + 9s;
  EXPECT_EQ(parse_graph_time("2022-06-02T16:21:09Z"), whole);
  EXPECT_EQ(parse_graph_time("2022-06-02T16:21:09.765173Z"), whole + 765173us);
  EXPECT_EQ(parse_graph_time("2022-06-02T16:21:09.7651739Z"), whole + 765173us);
  EXPECT_EQ(parse_graph_time("2022-06-02T16:21:09.5Z"), whole + 500ms);
  EXPECT_EQ(parse_graph_time("2022-06-02T16:21:09"), whole);
  EXPECT_EQ(parse_graph_time("2022-06-02T16:21:60Z"), whole + 51s) << "a leap second";
}

TEST(GraphTime, RefusesEverythingElse) {
  for (const char* bad : {"",
                          "2022-06-02",
                          "2022-06-02 16:21:09Z",
                          "2022-06-02T16:21:09+02:00",
                          "2022-13-02T16:21:09Z",
                          "2022-02-30T16:21:09Z",
                          "2022-06-02T24:21:09Z",
                          "2022-06-02T16:61:09Z",
                          "2022-06-02T16:21:09.Z",
                          "22-06-02T16:21:09Z",
                          "2022-06-02T16:21:09.1234567890Z",
                          "-022-06-02T16:21:09Z",
                          "-000-06-02T16:21:09Z",
                          "2022-06-02T-0:21:09Z",
                          "2022-06-02T16:21:-0Z",
                          "2022-06-02T16:21:61Z",
                          "2022-0a-02T16:21:09Z",
                          "2022-06-02T16:2a:09Z",
                          "2022-06-02T16:21:09.1x",
                          "2022-06-02T16:21:0"}) {
    EXPECT_FALSE(parse_graph_time(bad)) << bad;
  }
}

TEST(GraphTime, WritesWholeSecondsInUtc) {
  const instant at = std::chrono::sys_days{std::chrono::year{2026} / 1 / 5} + 7h + 59min + 58s;
  EXPECT_EQ(format_graph_time(at + 999ms), "2026-01-05T07:59:58Z");
  EXPECT_EQ(parse_graph_time(format_graph_time(at)), at);
}

}  // namespace
}  // namespace daypass::entra

#include "daypass/net/http_date.hpp"

#include <gtest/gtest.h>

namespace daypass::net {
namespace {

using namespace std::chrono_literals;

constexpr instant example{std::chrono::sys_days{std::chrono::year{1994} / 11 / 6} + 8h + 49min +
                          37s};
constexpr instant now{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 12h};

TEST(HttpDate, ReadsAllThreeFormats) {
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT", now), example);
  EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT", now), example);
  EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994", now), example);
  EXPECT_EQ(parse_http_date("Sun Nov 16 08:49:37 1994", now), example + std::chrono::days{10});
  EXPECT_EQ(parse_http_date("  Sun, 06 Nov 1994 08:49:37 GMT ", now), example);
}

TEST(HttpDate, PlacesATwoDigitYearWithinFiftyYears) {
  const auto ahead = parse_http_date("Sunday, 06-Nov-76 08:49:37 GMT", now);
  const auto behind = parse_http_date("Sunday, 06-Nov-77 08:49:37 GMT", now);
  ASSERT_TRUE(ahead && behind);
  EXPECT_EQ(std::chrono::year_month_day{std::chrono::floor<days>(*ahead)}.year(),
            std::chrono::year{2076});
  EXPECT_EQ(std::chrono::year_month_day{std::chrono::floor<days>(*behind)}.year(),
            std::chrono::year{1977});
}

TEST(HttpDate, RefusesEverythingElse) {
  for (const auto* text : {"", "Sun", "Sun,", "Sun, ", "Sunday, ", "Xxx, 06 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
                           "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nob 1994 08:49:37 GMT",
                           "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
                           "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 08:49:37 GMT!",
                           "Sun Nov 6", "Sun, 06 Nov -994 08:49:37 GMT", "1994-11-06T08:49:37Z"}) {
    EXPECT_EQ(parse_http_date(text, now), std::nullopt) << text;
  }
}

TEST(HttpDate, WritesWhatItReads) {
  EXPECT_EQ(format_http_date(example), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(parse_http_date(format_http_date(now), now), now);
}

TEST(RetryAfter, ReadsSecondsFractionsAndDates) {
  EXPECT_EQ(parse_retry_after("120", now, 1h), 120s);
  EXPECT_EQ(parse_retry_after("0", now, 1h), 0s);
  EXPECT_EQ(parse_retry_after(" 7 ", now, 1h), 7s);
  EXPECT_EQ(parse_retry_after("2.128", now, 1h), 2128ms);
  EXPECT_EQ(parse_retry_after("2.1234567", now, 1h), 2123456us);
  EXPECT_EQ(parse_retry_after("Sun, 01 Mar 2026 12:00:30 GMT", now, 1h), 30s);
}

TEST(RetryAfter, StaysBetweenNothingAndTheLongest) {
  EXPECT_EQ(parse_retry_after("7200", now, 1h), 1h);
  EXPECT_EQ(parse_retry_after("3600.5", now, 1h), 1h);
  EXPECT_EQ(parse_retry_after("99999999999999999999999999", now, 1h), 1h);
  EXPECT_EQ(parse_retry_after("9223372036854775807", now, 1h), 1h);
  EXPECT_EQ(parse_retry_after("Sun, 01 Mar 2026 11:00:00 GMT", now, 1h), 0s);
  EXPECT_EQ(parse_retry_after("Mon, 01 Mar 2027 12:00:00 GMT", now, 1h), 1h);
}

TEST(RetryAfter, GivesNothingForWhatIsNeither) {
  for (const auto* text :
       {"", " ", "-1", "+1", "1e3", "1.", ".5", "1.2.3", "1,5", "soon", "0x10"}) {
    EXPECT_EQ(parse_retry_after(text, now, 1h), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace daypass::net

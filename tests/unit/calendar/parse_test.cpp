#include "daypass/calendar/parse.hpp"

#include "daypass/calendar/calendar_error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace daypass::calendar {
namespace {

using std::chrono::sys_days;
using std::chrono::year;

TEST(ParseDate, TakesRealDates) {
  EXPECT_EQ(parse_date("2026-11-21").value(), year(2026) / 11 / 21);
  EXPECT_EQ(parse_date("2028-02-29").value(), year(2028) / 2 / 29);
  EXPECT_EQ(parse_date("1970-01-01").value(), year(1970) / 1 / 1);
  EXPECT_EQ(parse_date("2199-12-31").value(), year(2199) / 12 / 31);
}

struct refused_text {
  std::string text;
  calendar_errc code;
};

TEST(ParseDate, RefusesTheRestWithTheForm) {
  const refused_text cases[] = {
      {"", calendar_errc::malformed_date},
      {"2026-1-1", calendar_errc::malformed_date},
      {"26-11-21", calendar_errc::malformed_date},
      {"2026/11/21", calendar_errc::malformed_date},
      {"2026-11/21", calendar_errc::malformed_date},
      {"2026-1a-21", calendar_errc::malformed_date},
      {"21.11.2026", calendar_errc::malformed_date},
      {"2026-11-21Z", calendar_errc::malformed_date},
      {" 2026-11-21", calendar_errc::malformed_date},
      {"2026-11-2a", calendar_errc::malformed_date},
      {"+026-11-21", calendar_errc::malformed_date},
      {"2026-11-21T00:00:00Z", calendar_errc::malformed_date},
      {std::string(1 << 20, '1'), calendar_errc::malformed_date},
      {"2026-02-29", calendar_errc::no_such_date},
      {"2026-13-01", calendar_errc::no_such_date},
      {"2026-00-01", calendar_errc::no_such_date},
      {"2026-04-31", calendar_errc::no_such_date},
      {"2026-04-00", calendar_errc::no_such_date},
      {"2100-02-29", calendar_errc::no_such_date},
      {"1969-12-31", calendar_errc::date_out_of_range},
      {"2200-01-01", calendar_errc::date_out_of_range},
      {"0000-01-01", calendar_errc::date_out_of_range},
      {"9999-12-31", calendar_errc::date_out_of_range},
  };
  for (const auto& c : cases) {
    const auto parsed = parse_date(c.text);
    ASSERT_FALSE(parsed) << c.text;
    EXPECT_EQ(parsed.error().code, c.code) << c.text;
    EXPECT_LE(parsed.error().what.size(), 160U);
  }
  EXPECT_EQ(parse_date("21.11.2026").error().what, "date \"21.11.2026\": write it as 2026-11-21");
}

TEST(ParseTimeOfDay, TakesMinutes) {
  EXPECT_EQ(parse_time_of_day("00:00").value(), minutes(0));
  EXPECT_EQ(parse_time_of_day("08:00").value(), hours(8));
  EXPECT_EQ(parse_time_of_day("23:59").value(), hours(23) + minutes(59));
  EXPECT_EQ(parse_time_of_day("08:15:00").value(), hours(8) + minutes(15));
}

TEST(ParseTimeOfDay, RefusesTheRest) {
  for (const auto* text : {"", "8:00", "24:00", "08:60", "0800", "08.00", "08:00:01", "08:00:0",
                           "08:00Z", "-8:00", "08:0a", "08:00 AM", "08:00:00:00"}) {
    const auto parsed = parse_time_of_day(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, calendar_errc::malformed_time);
    EXPECT_THAT(parsed.error().what, testing::HasSubstr("write it as 08:00"));
  }
}

TEST(ParseTimestamp, TakesRfc3339) {
  const instant at = sys_days(year(2026) / 3 / 29) + hours(6);
  const std::pair<const char*, instant> cases[] = {
      {"2026-03-29T06:00:00Z", at},
      {"2026-03-29t06:00:00z", at},
      {"2026-03-29 06:00:00Z", at},
      {"2026-03-29T08:00:00+02:00", at},
      {"2026-03-28T23:30:00-06:30", at},
      {"2026-03-29T06:00:00-00:00", at},
      {"2026-03-29T06:00:00.5Z", at + milliseconds(500)},
      {"2026-03-29T06:00:00.123456Z", at + microseconds(123456)},
      {"2026-03-29T06:00:00.1234569999999999999999999Z", at + microseconds(123456)},
      {"2026-03-29T06:00:00.000001+00:00", at + microseconds(1)},
      {"1970-01-01T00:00:00Z", instant()},
      {"2016-12-31T23:59:60Z", sys_days(year(2017) / 1 / 1)},
      {"2016-12-31T15:59:60.7-08:00", sys_days(year(2017) / 1 / 1)},
  };
  for (const auto& [text, expected] : cases) {
    const auto parsed = parse_timestamp(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(*parsed, expected) << text;
  }
}

TEST(ParseTimestamp, RefusesTheRest) {
  for (const auto* text : {"",
                           "2026-03-29",
                           "2026-03-29T06:00:00",
                           "2026-03-29T06:00Z",
                           "2026-03-29T06:00:00.Z",
                           "2026-03-29T06:00:00,5Z",
                           "2026-03-29T06:00:00+0200",
                           "2026-03-29T06:00:00+24:00",
                           "2026-03-29T06:00:00+02:60",
                           "2026-03-29T24:00:00Z",
                           "2026-03-29T06:60:00Z",
                           "2026-03-29T06:00:61Z",
                           "2026-03-29T06:00:60Z",
                           "2026-02-30T06:00:00Z",
                           "2026-03-29T06:00:00ZZ",
                           "2026-03-29T06:00:00.5",
                           "2026-03-29_06:00:00Z",
                           "2026/03/29T06:00:00Z",
                           "2026-03-29T06:00:0aZ",
                           "26-03-29T06:00:00Z00",
                           "2026-03-29T06-00:00Z",
                           "1790000000",
                           "2026-03-29T06:00:00 Z"}) {
    const auto parsed = parse_timestamp(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, calendar_errc::malformed_timestamp) << text;
    EXPECT_THAT(parsed.error().what, testing::HasSubstr("write it as 2026-03-29T08:00:00Z"));
  }
  for (const auto* text : {"1969-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "0000-01-01T00:00:00Z",
                           "1970-01-01T00:00:00+00:01", "9999-12-31T23:59:59Z"}) {
    EXPECT_EQ(parse_timestamp(text).error().code, calendar_errc::date_out_of_range) << text;
  }
}

TEST(CalendarErrors, EachNamesACure) {
  for (int value = 1; value <= static_cast<int>(calendar_errc::malformed_timestamp); ++value) {
    const auto message = make_error_code(static_cast<calendar_errc>(value)).message();
    EXPECT_THAT(message, testing::HasSubstr(": "));
    EXPECT_THAT(message, testing::Not(testing::HasSubstr("unknown calendar error")));
  }
  EXPECT_STREQ(make_error_code(calendar_errc::empty_zone).category().name(), "calendar");
  EXPECT_THAT(calendar_category().message(99), testing::HasSubstr("report it as a bug"));
}

}  // namespace
}  // namespace daypass::calendar

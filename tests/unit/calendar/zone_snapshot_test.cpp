#include "support.hpp"

#include "daypass/calendar/calendar_error.hpp"

#include <gtest/gtest.h>

namespace daypass::calendar {
namespace {

struct resolved_case {
  const char* zone;
  const char* date;
  const char* time;
  const char* expected;
  resolution how;
};

class LocalTime : public testing::TestWithParam<resolved_case> {};

TEST_P(LocalTime, BecomesTheInstant) {
  const auto& c = GetParam();
  const auto found = system_zones().to_instant(c.zone, local(c.date, c.time));
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_EQ(found->at, at(c.expected));
  EXPECT_EQ(to_string(found->how), to_string(c.how));
}

constexpr resolved_case resolved_cases[] = {
    {"Europe/Berlin", "2026-11-23", "08:00", "2026-11-23T07:00:00Z", resolution::plain},
    {"Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:30:00Z", resolution::shifted_forward},
    {"Europe/Berlin", "2026-03-29", "02:00", "2026-03-29T01:00:00Z", resolution::shifted_forward},
    {"Europe/Berlin", "2026-03-29", "03:00", "2026-03-29T01:00:00Z", resolution::plain},
    {"Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30:00Z", resolution::earlier_of_two},
    {"Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T02:00:00Z", resolution::plain},
    {"Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45:00Z",
     resolution::shifted_forward},
    {"Africa/Cairo", "2026-04-24", "00:30", "2026-04-23T22:30:00Z", resolution::shifted_forward},
    {"Asia/Kathmandu", "2026-01-01", "08:00", "2026-01-01T02:15:00Z", resolution::plain},
    {"Pacific/Apia", "2011-12-30", "08:00", "2011-12-30T18:00:00Z", resolution::shifted_forward},
    {"Pacific/Apia", "2011-12-31", "08:00", "2011-12-30T18:00:00Z", resolution::plain},
    {"America/New_York", "2150-07-01", "08:00", "2150-07-01T12:00:00Z", resolution::plain},
    {"Pacific/Kiritimati", "1970-01-01", "00:00", "1970-01-01T10:40:00Z", resolution::plain},
    {"Asia/Tokyo", "1970-01-01", "09:00", "1970-01-01T00:00:00Z", resolution::plain},
    {"Pacific/Honolulu", "2199-12-31", "13:59", "2199-12-31T23:59:00Z", resolution::plain},
    {"Asia/Calcutta", "2026-01-01", "08:00", "2026-01-01T02:30:00Z", resolution::plain},
    {"UTC", "2026-01-01", "08:00", "2026-01-01T08:00:00Z", resolution::plain},
    {"UTC+05:30", "2026-01-01", "08:00", "2026-01-01T02:30:00Z", resolution::plain},
    {"UTC-03:00", "2026-01-01", "22:00", "2026-01-02T01:00:00Z", resolution::plain},
};

INSTANTIATE_TEST_SUITE_P(Table, LocalTime, testing::ValuesIn(resolved_cases));

TEST(ZoneSnapshot, RefusesWhatIsOutOfRange) {
  using std::chrono::year;
  const auto code = [](const local_time_point& local) {
    return system_zones().to_instant("Europe/Berlin", local).error().code;
  };
  EXPECT_EQ(code({year(1969) / 12 / 31, minutes(0)}), calendar_errc::date_out_of_range);
  EXPECT_EQ(code({year(2200) / 1 / 1, minutes(0)}), calendar_errc::date_out_of_range);
  EXPECT_EQ(code({year(2026) / 2 / 30, minutes(0)}), calendar_errc::no_such_date);
  EXPECT_EQ(code({year(2026) / 1 / 1, hours(24)}), calendar_errc::malformed_time);
  EXPECT_EQ(code({year(2026) / 1 / 1, minutes(-1)}), calendar_errc::malformed_time);
}

TEST(ZoneSnapshot, RefusesInstantsOutOfRange) {
  for (const auto zone : {"Europe/Berlin", "UTC", "UTC+05:30"}) {
    for (const auto out : {never, instant::min(), at("2199-12-31T23:59:59Z") + days(2)}) {
      const auto shown = system_zones().to_local(zone, out);
      ASSERT_FALSE(shown);
      EXPECT_EQ(shown.error().code, calendar_errc::date_out_of_range);
    }
  }
}

TEST(ZoneSnapshot, ReadsBackTheFirstAndLastLocalTimesItResolves) {
  for (const auto name : system_zones().names()) {
    for (const auto& wanted : {local("1970-01-01", "00:00"), local("2199-12-31", "23:59")}) {
      const auto found = system_zones().to_instant(name, wanted);
      ASSERT_TRUE(found) << name;
      const auto shown = system_zones().to_local(name, found->at);
      ASSERT_TRUE(shown) << name;
      EXPECT_EQ(shown->date, wanted.date) << name;
      EXPECT_EQ(shown->time_of_day, wanted.time_of_day) << name;
    }
  }
}

TEST(ZoneSnapshot, RefusesUnknownZones) {
  for (const auto* zone : {"Europe/Nowhere", "", "../../etc/passwd", "Factory", "posix/UTC",
                           "right/Europe/Berlin", "localtime", "utc", "UTC+5", "+05:30"}) {
    EXPECT_FALSE(system_zones().knows(zone)) << zone;
    const auto found = system_zones().to_instant(zone, local("2026-01-01", "08:00"));
    ASSERT_FALSE(found) << zone;
    EXPECT_EQ(found.error().code, calendar_errc::unknown_zone);
    EXPECT_EQ(found.error().kind, failure::permanent);
    EXPECT_EQ(system_zones().to_local(zone, at("2026-01-01T00:00:00Z")).error().code,
              calendar_errc::unknown_zone);
  }
}

TEST(ZoneSnapshot, RoundsInstantsDownToTheSecond) {
  const auto shown = system_zones().to_local("Europe/Berlin", at("2026-03-29T00:59:59.999999Z"));
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->time_of_day, hours(1) + minutes(59) + seconds(59));
  EXPECT_EQ(shown->abbreviation, "CET");
}

}  // namespace
}  // namespace daypass::calendar

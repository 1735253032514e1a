#include "daypass/calendar/zone_name.hpp"

#include "support.hpp"

#include "daypass/calendar/calendar_error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace daypass::calendar {
namespace {

using testing::HasSubstr;

struct accepted_case {
  const char* given;
  const char* id;
  bool fixed_offset;
};

class AcceptedZone : public testing::TestWithParam<accepted_case> {};

TEST_P(AcceptedZone, IsUnderstoodAndKnownToTheSnapshot) {
  const auto& c = GetParam();
  const auto found = resolve_zone(system_zones(), c.given);
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_EQ(*found, (zone_name{c.id, c.given, c.fixed_offset}));
  EXPECT_TRUE(system_zones().knows(found->id));
}

constexpr accepted_case accepted_cases[] = {
    {"Europe/Berlin", "Europe/Berlin", false},
    {"America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires", false},
    {"America/Coyhaique", "America/Coyhaique", false},
    {"America/Ciudad_Juarez", "America/Ciudad_Juarez", false},
    {"America/Port-au-Prince", "America/Port-au-Prince", false},
    {"Asia/Calcutta", "Asia/Calcutta", false},
    {"US/Eastern", "US/Eastern", false},
    {"GB", "GB", false},
    {"NZ", "NZ", false},
    {"PRC", "PRC", false},
    {"ROC", "ROC", false},
    {"ROK", "ROK", false},
    {"W-SU", "W-SU", false},
    {"NZ-CHAT", "NZ-CHAT", false},
    {"GB-Eire", "GB-Eire", false},
    {"Cuba", "Cuba", false},
    {"W. Europe Standard Time", "Europe/Berlin", false},
    {"UTC", "UTC", true},
    {"UCT", "UCT", true},
    {"GMT", "GMT", true},
    {"GMT0", "GMT0", true},
    {"GMT+0", "GMT+0", true},
    {"Zulu", "Zulu", true},
    {"Etc/UTC", "Etc/UTC", true},
    {"Etc/GMT+10", "Etc/GMT+10", true},
    {"Z", "UTC", true},
    {"+00:00", "UTC", true},
    {"-00:00", "UTC", true},
    {"+05:30", "UTC+05:30", true},
    {"+0530", "UTC+05:30", true},
    {"+5:30", "UTC+05:30", true},
    {"+5", "UTC+05:00", true},
    {"-03", "UTC-03:00", true},
    {"UTC+5:30", "UTC+05:30", true},
    {"UTC+05:30", "UTC+05:30", true},
    {"UTC-3", "UTC-03:00", true},
    {"GMT+10", "UTC+10:00", true},
    {"GMT-0330", "UTC-03:30", true},
    {"+14:00", "UTC+14:00", true},
    {"-12:00", "UTC-12:00", true},
};

INSTANTIATE_TEST_SUITE_P(Table, AcceptedZone, testing::ValuesIn(accepted_cases));

struct refused_case {
  std::string given;
  calendar_errc code;
  const char* said;  ///< What the message must hold: the cure.
};

class RefusedZone : public testing::TestWithParam<refused_case> {};

TEST_P(RefusedZone, SaysWhyAndNamesTheCure) {
  const auto& c = GetParam();
  const auto found = resolve_zone(system_zones(), c.given, "US");
  ASSERT_FALSE(found) << found->id;
  EXPECT_EQ(found.error().code, c.code) << found.error().what;
  EXPECT_EQ(found.error().kind, failure::permanent);
  EXPECT_THAT(found.error().what, HasSubstr(c.said));
  EXPECT_LE(found.error().what.size(), 450U);
  for (const char letter : found.error().what) EXPECT_TRUE(letter >= ' ' && letter <= '~');
}

const refused_case refused_cases[] = {
    {"", calendar_errc::empty_zone, "send an IANA name"},
    {"   ", calendar_errc::empty_zone, "send an IANA name"},
    {std::string(65, 'A'), calendar_errc::zone_too_long, "has 65 characters"},
    {std::string(1 << 20, '+'), calendar_errc::zone_too_long, "has 1048576 characters"},
    {"EST", calendar_errc::abbreviation, "such as America/New_York or America/Panama"},
    {"EDT", calendar_errc::abbreviation, "America/New_York"},
    {"EST5EDT", calendar_errc::abbreviation, "America/New_York"},
    {"CST", calendar_errc::abbreviation, "Asia/Shanghai"},
    {"CST6CDT", calendar_errc::abbreviation, "America/Chicago"},
    {"MST", calendar_errc::abbreviation, "America/Phoenix"},
    {"MST7MDT", calendar_errc::abbreviation, "America/Denver"},
    {"PST", calendar_errc::abbreviation, "Asia/Manila"},
    {"PST8PDT", calendar_errc::abbreviation, "America/Los_Angeles"},
    {"HST", calendar_errc::abbreviation, "Pacific/Honolulu"},
    {"IST", calendar_errc::abbreviation, "Asia/Kolkata, Asia/Jerusalem or Europe/Dublin"},
    {"BST", calendar_errc::abbreviation, "Europe/London"},
    {"CET", calendar_errc::abbreviation, "Europe/Berlin"},
    {"CEST", calendar_errc::abbreviation, "Europe/Berlin"},
    {"MET", calendar_errc::abbreviation, "Europe/Berlin"},
    {"EET", calendar_errc::abbreviation, "Europe/Helsinki"},
    {"WET", calendar_errc::abbreviation, "Europe/Lisbon"},
    {"AEST", calendar_errc::abbreviation, "send an IANA name"},
    {"ACWST", calendar_errc::abbreviation, "send an IANA name"},
    {"EST+5", calendar_errc::abbreviation, "send an IANA name"},
    {"EST5EDT,M3.2.0,M11.1.0", calendar_errc::abbreviation, "send an IANA name"},
    {"est", calendar_errc::abbreviation, "such as America/New_York"},
    {"Cet", calendar_errc::abbreviation, "such as Europe/Berlin"},
    {"ist", calendar_errc::abbreviation, "Asia/Kolkata"},
    {"../../etc/passwd", calendar_errc::malformed_zone, "is a path"},
    {"Europe/../UTC", calendar_errc::malformed_zone, "is a path"},
    {"/usr/share/zoneinfo/UTC", calendar_errc::malformed_zone, "is a path"},
    {"Europe\\Berlin", calendar_errc::malformed_zone, "is a path"},
    {" Europe/Berlin", calendar_errc::malformed_zone, "send it without"},
    {"Europe/Berlin ", calendar_errc::malformed_zone, "send it without"},
    {std::string("UTC\0", 4), calendar_errc::malformed_zone, "UTC\\x00"},
    {"Europe/Berlin\nINFO forged", calendar_errc::malformed_zone, "Berlin\\x0aINFO"},
    {"\xe2\x88\x92"
     "05:00",
     calendar_errc::malformed_zone, "plain ASCII"},
    {"Europe/Berlin\x7f", calendar_errc::malformed_zone, "Berlin\\x7f"},
    {"(GMT+01:00) Amsterdam, Berlin", calendar_errc::malformed_zone, "send the zone's id"},
    {"(UTC+01:00) Amsterdam, Berlin", calendar_errc::malformed_zone, "send the zone's id"},
    {"+25:00", calendar_errc::malformed_zone, "between -12:00 and +14:00"},
    {"+14:01", calendar_errc::malformed_zone, "between -12:00 and +14:00"},
    {"-12:01", calendar_errc::malformed_zone, "between -12:00 and +14:00"},
    {"+5.5", calendar_errc::malformed_zone, "write it as +05:30"},
    {"+05:3", calendar_errc::malformed_zone, "write it as +05:30"},
    {"+05:3a", calendar_errc::malformed_zone, "write it as +05:30"},
    {"+05:60", calendar_errc::malformed_zone, "write it as +05:30"},
    {"UTC+", calendar_errc::malformed_zone, "write it as +05:30"},
    {"UTC+5:30:00", calendar_errc::malformed_zone, "write it as +05:30"},
    {"+-5", calendar_errc::malformed_zone, "write it as +05:30"},
    {"europe/berlin", calendar_errc::unknown_zone, "did you mean Europe/Berlin?"},
    {"EUROPE/BERLIN", calendar_errc::unknown_zone, "did you mean Europe/Berlin?"},
    {"America/New York", calendar_errc::unknown_zone, "did you mean America/New_York?"},
    {"utc", calendar_errc::unknown_zone, "did you mean UTC?"},
    {"cuba", calendar_errc::unknown_zone, "did you mean Cuba?"},
    {"CUBA", calendar_errc::unknown_zone, "did you mean Cuba?"},
    {"w. europe standard time", calendar_errc::unknown_zone,
     "did you mean W. Europe Standard Time?"},
    {"Pacific Daylight Time", calendar_errc::unknown_zone, "tzutil /l"},
    {"Atlantis Standard Time", calendar_errc::unknown_zone, "no Windows zone known here"},
    {"Europe/Nowhere", calendar_errc::unknown_zone, "check the spelling, or update tzdata"},
    {"EST+", calendar_errc::unknown_zone, "check the spelling"},
    {"est{", calendar_errc::unknown_zone, "check the spelling"},
    {"\"Berlin\"", calendar_errc::unknown_zone, "\\x22Berlin\\x22"},
    {"Factory", calendar_errc::unknown_zone, "check the spelling"},
    {"localtime", calendar_errc::unknown_zone, "check the spelling"},
    {"posix/Europe/Berlin", calendar_errc::unknown_zone, "check the spelling"},
    {"right/Europe/Berlin", calendar_errc::unknown_zone, "check the spelling"},
    {"tzdata.zi", calendar_errc::unknown_zone, "check the spelling"},
    {"Europe", calendar_errc::unknown_zone, "check the spelling"},
    {"05:30", calendar_errc::unknown_zone, "check the spelling"},
    {"Fixed/UTC+05:30:00", calendar_errc::unknown_zone, "check the spelling"},
    {"UTC05", calendar_errc::unknown_zone, "check the spelling"},
};

INSTANTIATE_TEST_SUITE_P(Table, RefusedZone, testing::ValuesIn(refused_cases));

TEST(ZoneName, IsAcceptedForEveryNameOfTzdataButAbbreviations) {
  int refused = 0;
  for (const auto name : system_zones().names()) {
    const auto found = resolve_zone(system_zones(), name);
    if (found) {
      EXPECT_EQ(found->id, name);
    } else {
      EXPECT_EQ(found.error().code, calendar_errc::abbreviation) << name;
      ++refused;
    }
  }
  EXPECT_EQ(refused, 11) << "EST MST HST EET CET WET MET and the four rules of POSIX";
}

}  // namespace
}  // namespace daypass::calendar

#include "daypass/calendar/format.hpp"

#include "support.hpp"

#include "daypass/calendar/calendar_error.hpp"

#include <gtest/gtest.h>

namespace daypass::calendar {
namespace {

TEST(FormatLocal, ShowsDateTimeAbbreviationOffsetAndZone) {
  const auto text = [](const char* zone, const char* when) {
    return format_local(system_zones(), zone, at(when)).value();
  };
  EXPECT_EQ(text("Europe/Berlin", "2026-03-29T06:00:00Z"),
            "2026-03-29 08:00 CEST (+02:00) Europe/Berlin");
  EXPECT_EQ(text("Asia/Riyadh", "2026-03-29T05:00:00Z"), "2026-03-29 08:00 (+03:00) Asia/Riyadh");
  EXPECT_EQ(text("America/Sao_Paulo", "2026-03-29T11:00:00Z"),
            "2026-03-29 08:00 (-03:00) America/Sao_Paulo");
  EXPECT_EQ(text("America/St_Johns", "2026-03-29T05:00:30.9Z"),
            "2026-03-29 02:30:30 NDT (-02:30) America/St_Johns");
  EXPECT_EQ(text("Africa/Monrovia", "1970-06-01T00:44:30Z"),
            "1970-06-01 00:00 MMT (-00:44:30) Africa/Monrovia");
  EXPECT_EQ(text("Europe/London", "2026-01-01T08:00:00Z"),
            "2026-01-01 08:00 GMT (+00:00) Europe/London");
  EXPECT_EQ(text("UTC", "2026-01-01T08:00:00Z"), "2026-01-01 08:00 UTC");
  EXPECT_EQ(text("UTC-03:30", "2026-01-01T02:00:00Z"), "2025-12-31 22:30 UTC-03:30");
}

TEST(FormatLocal, RefusesWhatTheSnapshotRefuses) {
  EXPECT_EQ(format_local(system_zones(), "Europe/Nowhere", instant()).error().code,
            calendar_errc::unknown_zone);
  EXPECT_EQ(format_local(system_zones(), "UTC", never).error().code,
            calendar_errc::date_out_of_range);
}

TEST(FormatTimestamp, IsRfc3339InUtc) {
  EXPECT_EQ(format_timestamp(at("2026-03-29T08:00:00.999+02:00")), "2026-03-29T06:00:00Z");
  EXPECT_EQ(format_timestamp(instant()), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_timestamp(instant() - microseconds(1)), "1969-12-31T23:59:59Z");
  EXPECT_EQ(format_timestamp(never), "never");
}

}  // namespace
}  // namespace daypass::calendar

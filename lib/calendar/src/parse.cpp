#include "daypass/calendar/parse.hpp"

#include "digits.hpp"
#include "refusal.hpp"

#include "daypass/calendar/local_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace daypass::calendar {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

/// YYYY-MM-DD, whether or not there is such a day.
std::optional<year_month_day> date_shape(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto years = all_digits(text.substr(0, 4));
  const auto months = all_digits(text.substr(5, 2));
  const auto day_number = all_digits(text.substr(8, 2));
  if (!years || !months || !day_number) return std::nullopt;
  return year(*years) / month(static_cast<unsigned>(*months)) /
         day(static_cast<unsigned>(*day_number));
}

/// `HH:MM` of a day; for offsets too, which have the same range in RFC 3339.
std::optional<minutes> hour_and_minute(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = all_digits(text.substr(0, 2));
  const auto minute = all_digits(text.substr(3, 2));
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  return hours(*hour) + minutes(*minute);
}

/// Takes `.123456789` off the front, cut to microseconds. A dot without digits is none.
std::optional<microseconds> take_fraction(std::string_view& text) {
  if (!text.starts_with('.')) return microseconds(0);
  text.remove_prefix(1);
  const auto length =
      static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
  if (length == 0) return std::nullopt;
  microseconds::rep fraction = 0;
  for (std::size_t place = 0; place < 6; ++place) {
    fraction = fraction * 10 + (place < length ? text[place] - '0' : 0);
  }
  text.remove_prefix(length);
  return microseconds(fraction);
}

std::optional<minutes> offset_at_end(std::string_view text) {
  if (text == "Z" || text == "z") return minutes(0);
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const auto amount = hour_and_minute(text.substr(1));
  if (!amount) return std::nullopt;
  return text.front() == '-' ? -*amount : *amount;
}

/// The whole of RFC 3339 date-time but the range of years.
std::optional<instant> timestamp_shape(std::string_view text) {
  constexpr std::size_t shortest = 20;  // 2026-03-29T08:00:00Z
  if (text.size() < shortest || text[16] != ':') return std::nullopt;
  if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return std::nullopt;
  const auto date = date_shape(text.substr(0, 10));
  const auto time = hour_and_minute(text.substr(11, 5));
  const auto second = all_digits(text.substr(17, 2));
  auto rest = text.substr(19);
  const auto fraction = take_fraction(rest);
  const auto offset = offset_at_end(rest);
  if (!date || !date->ok() || !time || !second || *second > 60 || !fraction || !offset) {
    return std::nullopt;
  }
  const auto minute_at = sys_days(*date) + *time - *offset;
  if (*second == 60) {
    // A leap second is only ever the last of a UTC day; its fraction has no place in our time.
    const auto next_at = minute_at + minutes(1);
    if (std::chrono::floor<days>(next_at) != next_at) return std::nullopt;
    return instant(next_at);
  }
  return minute_at + seconds(*second) + *fraction;
}

bool in_range(year_month_day date) {
  return date.year() >= first_year && date.year() <= last_year;
}

}  // namespace

result<year_month_day> parse_date(std::string_view text) {
  const auto date = date_shape(text);
  if (!date) {
    return refuse(calendar_errc::malformed_date,
                  fmt::format("date {}: write it as 2026-11-21", quoted(text)));
  }
  if (!date->ok()) {
    return refuse(calendar_errc::no_such_date,
                  fmt::format("date {}: there is no such day; check day and month", quoted(text)));
  }
  if (!in_range(*date)) {
    return refuse(calendar_errc::date_out_of_range,
                  fmt::format("date {}: the years are 1970 to 2199; correct it", quoted(text)));
  }
  return *date;
}

result<minutes> parse_time_of_day(std::string_view text) {
  const bool zero_seconds = text.size() == 8 && text.ends_with(":00");
  const auto time = hour_and_minute(zero_seconds ? text.substr(0, 5) : text);
  if (!time) {
    return refuse(
        calendar_errc::malformed_time,
        fmt::format("time of day {}: write it as 08:00, from 00:00 to 23:59", quoted(text)));
  }
  return *time;
}

result<instant> parse_timestamp(std::string_view text) {
  const auto at = timestamp_shape(text);
  if (!at) {
    return refuse(calendar_errc::malformed_timestamp,
                  fmt::format("timestamp {}: write it as 2026-03-29T08:00:00Z or with an offset "
                              "such as +02:00",
                              quoted(text)));
  }
  if (!in_range(year_month_day(std::chrono::floor<days>(*at)))) {
    return refuse(
        calendar_errc::date_out_of_range,
        fmt::format("timestamp {}: the years are 1970 to 2199; correct it", quoted(text)));
  }
  return *at;
}

}  // namespace daypass::calendar

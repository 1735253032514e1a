#include "fixed_offset.hpp"

#include "digits.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace daypass::calendar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

/// `5`, `05`, `0530`, `5:30`, `05:30`.
std::optional<minutes> parse_hours_and_minutes(std::string_view text) {
  std::string_view hour = text;
  std::string_view minute = "00";
  if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    hour = text.substr(0, colon);
    minute = text.substr(colon + 1);
  } else if (text.size() == 4) {
    hour = text.substr(0, 2);
    minute = text.substr(2);
  }
  if (hour.size() > 2 || minute.size() != 2) return std::nullopt;
  const auto hour_number = all_digits(hour);
  const auto minute_number = all_digits(minute);
  if (!hour_number || !minute_number || *minute_number >= 60) return std::nullopt;
  return hours(*hour_number) + minutes(*minute_number);
}

}  // namespace

parsed_offset parse_offset(std::string_view text) {
  if (text == "Z" || text == "UTC") return {offset_reading::offset, minutes(0)};
  if (text.starts_with("UTC") || text.starts_with("GMT")) text.remove_prefix(3);
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return {};
  const bool west = text.front() == '-';
  const auto amount = parse_hours_and_minutes(text.substr(1));
  if (!amount || *amount > (west ? hours(12) : hours(14))) return {offset_reading::malformed, {}};
  return {offset_reading::offset, west ? -*amount : *amount};
}

std::string offset_id(minutes east_of_utc) {
  if (east_of_utc == minutes(0)) return "UTC";
  const auto amount = std::chrono::abs(east_of_utc).count();
  return fmt::format("UTC{}{:02}:{:02}", east_of_utc < minutes(0) ? '-' : '+', amount / 60,
                     amount % 60);
}

std::optional<minutes> offset_of_id(std::string_view zone_id) {
  const auto parsed = parse_offset(zone_id);
  if (parsed.reading != offset_reading::offset) return std::nullopt;
  if (offset_id(parsed.east_of_utc) != zone_id) return std::nullopt;
  return parsed.east_of_utc;
}

}  // namespace daypass::calendar

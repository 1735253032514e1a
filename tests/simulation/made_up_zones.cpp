#include "simulation/made_up_zones.hpp"

#include "daypass/base/assert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>

namespace daypass::simulation {
namespace {

using std::chrono::local_days;
using std::chrono::local_time;
using std::chrono::year_month_day;

using local_minute = local_time<minutes>;
using zone_rows = std::vector<made_up_zone>;

constexpr year_month_day november(unsigned day) {
  return std::chrono::year(2026) / std::chrono::November / std::chrono::day(day);
}
constexpr year_month_day december(unsigned day) {
  return std::chrono::year(2026) / std::chrono::December / std::chrono::day(day);
}
/// An hour on the clock, or an offset from UTC.
constexpr minutes hm(int hour, int minute = 0) {
  return hours(hour) + minutes(minute);
}

constexpr std::array<std::string_view, 12> all_names = {
    "Sim/East",     "Sim/West",     "Sim/Line",   "Sim/Half",     "Sim/Spring_1",  "Sim/Spring_2",
    "Sim/Spring_3", "Sim/Midnight", "Sim/Autumn", "Sim/Autumn_2", "Sim/Half_Hour", "Sim/Skipped"};

zone_rows first_table() {
  return {{"Sim/East", hm(9), {}},
          {"Sim/West", hm(-11), {}},
          {"Sim/Line", hm(14), {}},
          {"Sim/Half", hm(5, 30), {}},
          {"Sim/Spring_1", hm(1), {{november(5), hm(2), hm(2)}}},
          {"Sim/Spring_2", hm(-3), {{november(11), hm(2), hm(-2)}}},
          {"Sim/Spring_3", hm(10), {{november(19), hm(2), hm(11)}}},
          {"Sim/Midnight", hm(-4), {{november(9), hm(0), hm(-3)}}},
          {"Sim/Autumn", hm(2), {{november(10), hm(3), hm(1)}}},
          // The hour that comes twice is the last of the day before.
          {"Sim/Autumn_2", hm(-5), {{november(24), hm(0), hm(-6)}}},
          {"Sim/Half_Hour",
           hm(10, 30),
           {{november(16), hm(2), hm(11)}, {december(6), hm(2), hm(10, 30)}}},
          // A Friday that never was, as in Samoa in 2011.
          {"Sim/Skipped", hm(-10), {{november(20), hm(0), hm(14)}}}};
}

void replace_zone(zone_rows& zones, made_up_zone with) {
  const auto old = std::ranges::find(zones, with.name, &made_up_zone::name);
  DAYPASS_ASSERT(old != zones.end());
  *old = std::move(with);
}

zone_rows second_table() {
  zone_rows zones = first_table();
  replace_zone(zones, {"Sim/East", hm(8, 30), {}});
  replace_zone(zones, {"Sim/Spring_1", hm(1), {{november(6), hm(2), hm(2)}}});
  replace_zone(zones, {"Sim/Spring_2", hm(-3), {{november(11), hm(3), hm(-2)}}});
  replace_zone(zones, {"Sim/Midnight", hm(-4), {}});
  replace_zone(zones, {"Sim/Autumn", hm(2), {{november(9), hm(3), hm(1)}}});
  replace_zone(zones, {"Sim/Skipped", hm(-10), {{november(23), hm(0), hm(14)}}});
  return zones;
}

zone_rows third_table() {
  zone_rows zones = second_table();
  replace_zone(zones, {"Sim/East", hm(9), {}});
  replace_zone(zones, {"Sim/West", hm(-11), {{november(18), hm(0), hm(-10)}}});
  replace_zone(zones, {"Sim/Half", hm(5, 45), {}});
  replace_zone(zones, {"Sim/Spring_3", hm(10), {{november(18), hm(2), hm(11)}}});
  replace_zone(zones, {"Sim/Midnight", hm(-4), {{november(16), hm(0), hm(-3)}}});
  replace_zone(zones, {"Sim/Autumn_2", hm(-5), {{november(25), hm(1), hm(-6)}}});
  replace_zone(zones, {"Sim/Half_Hour", hm(10, 30), {{november(17), hm(2), hm(11)}}});
  return zones;
}

const std::array<zone_rows, 3>& zone_tables() {
  static const std::array<zone_rows, 3> all = {first_table(), second_table(), third_table()};
  return all;
}

const made_up_zone& made_up_zone_of(std::size_t version, std::string_view name) {
  const zone_rows& zones = zone_tables().at(version);
  const auto found = std::ranges::find(zones, name, &made_up_zone::name);
  DAYPASS_ASSERT(found != zones.end());
  return *found;
}

local_minute shown_before(const zone_change& change) {
  return local_days(change.date) + change.time;
}

instant reckoned(local_minute local, minutes offset) {
  return instant(local.time_since_epoch() - offset);
}

// TZif, RFC 9636 3: numbers are big-endian, and what follows the header of version 1 is there for
// readers of 1985 only.
template <typename Number>
void put_number(std::string& bytes, Number value) {
  const auto bits = static_cast<std::make_unsigned_t<Number>>(value);
  for (int shift = static_cast<int>(sizeof(Number) * 8) - 8; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>((bits >> shift) & 0xff));
  }
}

void put_header(std::string& bytes, std::uint32_t times, std::uint32_t types,
                std::uint32_t letters) {
  bytes += "TZif2";
  bytes.append(15, '\0');
  put_number(bytes, std::uint32_t{0});  // isutcnt
  put_number(bytes, std::uint32_t{0});  // isstdcnt
  put_number(bytes, std::uint32_t{0});  // leapcnt
  put_number(bytes, times);
  put_number(bytes, types);
  put_number(bytes, letters);
}

void put_type(std::string& bytes, minutes offset, std::size_t letters_at) {
  put_number(bytes, static_cast<std::int32_t>(seconds(offset).count()));
  put_number(bytes, std::uint8_t{0});  // Nobody asks which of them is daylight-saving time.
  put_number(bytes, static_cast<std::uint8_t>(letters_at));
}

/// Such as +0530.
std::string letters_of(minutes offset) {
  const auto size = std::chrono::abs(offset).count();
  return fmt::format("{}{:02}{:02}", offset < minutes(0) ? '-' : '+', size / 60, size % 60);
}

/// The rule for all time after the last change, in the words of POSIX: west is positive there.
std::string tzif_footer(minutes offset) {
  const auto size = std::chrono::abs(offset).count();
  return fmt::format("<{}>{}{}:{:02}", letters_of(offset), offset > minutes(0) ? "-" : "",
                     size / 60, size % 60);
}

std::string tzif_of(const made_up_zone& zone) {
  std::string bytes;
  put_header(bytes, 0, 1, 1);
  put_type(bytes, zone.offset, 0);
  bytes.push_back('\0');

  std::string times;
  std::string kinds;
  std::string types;
  std::string letters;
  minutes offset = zone.offset;
  const auto add_type = [&] {
    put_type(types, offset, letters.size());
    letters += letters_of(offset);
    letters.push_back('\0');
  };
  add_type();
  for (const zone_change& change : zone.changes) {
    const auto when = std::chrono::floor<seconds>(reckoned(shown_before(change), offset));
    put_number(times, std::int64_t{when.time_since_epoch().count()});
    kinds.push_back(static_cast<char>(kinds.size() + 1));
    offset = change.offset;
    add_type();
  }
  const auto changes = static_cast<std::uint32_t>(zone.changes.size());
  put_header(bytes, changes, changes + 1, static_cast<std::uint32_t>(letters.size()));
  return bytes + times + kinds + types + letters + '\n' + tzif_footer(offset) + '\n';
}

void write_file(const std::filesystem::path& file, std::string_view contents) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary);
  out << contents << std::flush;
  DAYPASS_ASSERT(out.good());
}

std::vector<odd_night> odd_nights_of(const zone_rows& zones) {
  std::vector<odd_night> nights;
  for (const made_up_zone& zone : zones) {
    minutes before = zone.offset;
    for (const zone_change& change : zone.changes) {
      const minutes turned = change.offset - before;
      before = change.offset;
      const minutes length = std::chrono::abs(turned);
      const local_minute begins = shown_before(change) + std::min(turned, minutes(0));
      std::vector<minutes> into = {minutes(0), length / 2, length - minutes(1)};
      if (length >= days(1)) into.push_back(hours(8));
      for (const minutes part : into) {
        const auto day = std::chrono::floor<days>(begins + part);
        nights.push_back({zone.name, year_month_day(day), begins + part - day,
                          turned > minutes(0) ? oddity::skipped : oddity::repeated});
      }
    }
  }
  return nights;
}

}  // namespace

std::span<const std::string_view> zone_names() {
  return all_names;
}

std::span<const made_up_zone> zone_table(std::size_t version) {
  return zone_tables().at(version);
}

std::span<const odd_night> odd_nights(std::size_t version) {
  static const std::array<std::vector<odd_night>, 3> all = {odd_nights_of(zone_tables()[0]),
                                                            odd_nights_of(zone_tables()[1]),
                                                            odd_nights_of(zone_tables()[2])};
  return all.at(version);
}

instant expected_instant(std::size_t version, std::string_view zone,
                         std::chrono::year_month_day date, minutes time_of_day) {
  const made_up_zone& rules = made_up_zone_of(version, zone);
  const local_minute local = local_days(date) + time_of_day;
  minutes offset = rules.offset;
  // Change by change, as clocks in the zone run: the first stretch that shows this time is it.
  for (const zone_change& change : rules.changes) {
    const local_minute stops = shown_before(change);
    if (local < stops) return reckoned(local, offset);
    const minutes gap = change.offset - offset;
    offset = change.offset;
    if (local < stops + gap) return reckoned(local + gap, offset);
  }
  return reckoned(local, offset);
}

made_up_zones::made_up_zones(std::filesystem::path scratch) : scratch_(std::move(scratch)) {
  for (std::size_t version = 0; version < versions.size(); ++version) {
    const auto to = scratch_ / versions.at(version);
    std::string index = fmt::format("# version {}\n", versions.at(version));
    for (const made_up_zone& zone : zone_tables().at(version)) {
      write_file(to / zone.name, tzif_of(zone));
      index += fmt::format("Z {} 0 - %z\n", zone.name);
    }
    write_file(to / "tzdata.zi", index);
  }
  use(0);
}

void made_up_zones::use(std::size_t version) {
  const auto next = scratch_ / "next";
  std::filesystem::remove(next);
  std::filesystem::create_directory_symlink(versions.at(version), next);
  std::filesystem::rename(next, folder());
  used_ = version;
}

}  // namespace daypass::simulation

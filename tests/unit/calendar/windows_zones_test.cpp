// Every Windows name in every country against CLDR's own table (data/README.md).

#include "support.hpp"

#include "daypass/calendar/zone_name.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace daypass::calendar {
namespace {

struct windows_row {
  std::string windows_name;
  std::string territory;
  std::string first_zone;
};

std::vector<windows_row> read_rows() {
  std::ifstream file(std::string(DAYPASS_DATA) + "/windows_zones.csv");
  std::vector<windows_row> rows;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const auto first = line.find(';');
    const auto second = line.find(';', first + 1);
    const auto end = line.find(' ', second + 1);
    rows.push_back({line.substr(0, first), line.substr(first + 1, second - first - 1),
                    line.substr(second + 1, end - second - 1)});
  }
  return rows;
}

/// Whether both zones tell the same time from 2024 on, looked at every 13 days and 5 hours.
bool same_future(std::string_view left, std::string_view right) {
  const auto end = at("2045-01-01T00:00:00Z");
  for (auto when = at("2024-06-01T00:00:00Z"); when < end; when += days(13) + hours(5)) {
    const auto one = system_zones().to_local(left, when);
    const auto other = system_zones().to_local(right, when);
    if (!one || !other || one->utc_offset != other->utc_offset) return false;
  }
  return true;
}

/// `UTC-11` is an offset like any other; CLDR says Etc/GMT+11 for it.
bool same_zone(const zone_name& found, const std::string& expected) {
  static std::map<std::pair<std::string, std::string>, bool> known;
  if (found.id == expected) return true;
  const auto [entry, fresh] = known.try_emplace({found.id, expected}, false);
  if (fresh) entry->second = same_future(found.id, expected);
  return entry->second;
}

TEST(WindowsZones, MeanWhatCldrSaysInEveryCountry) {
  const auto rows = read_rows();
  std::set<std::string> names;
  for (const auto& row : rows) {
    names.insert(row.windows_name);
    const auto country = row.territory == "001" || row.territory == "ZZ" ? "" : row.territory;
    const auto found = resolve_zone(system_zones(), row.windows_name, country);
    ASSERT_TRUE(found) << row.windows_name << ' ' << row.territory << ": " << found.error().what;
    EXPECT_TRUE(same_zone(*found, row.first_zone))
        << row.windows_name << ' ' << row.territory << ": " << found->id << " isn't "
        << row.first_zone;
    EXPECT_EQ(found->as_given, row.windows_name);
  }
  EXPECT_GE(rows.size(), 490U);
  EXPECT_GE(names.size(), 135U);
  std::printf("%zu rows of %zu Windows names\n", rows.size(), names.size());
}

TEST(WindowsZones, FallBackToTheWorldsRowInOtherCountries) {
  const auto rows = read_rows();
  std::set<std::pair<std::string, std::string>> given;
  std::set<std::string> territories;
  for (const auto& row : rows) {
    given.emplace(row.windows_name, row.territory);
    territories.insert(row.territory);
  }
  for (const auto& row : rows) {
    if (row.territory != "001") continue;
    for (const auto& country : territories) {
      if (given.contains({row.windows_name, country})) continue;
      const auto found = resolve_zone(system_zones(), row.windows_name, country);
      ASSERT_TRUE(found) << row.windows_name << ' ' << country;
      const bool same = same_zone(*found, row.first_zone);
      EXPECT_TRUE(same) << row.windows_name << ' ' << country << ": " << found->id;
    }
  }
}

TEST(WindowsZones, TakeTheCountryInAnyCaseAndIgnoreWhatIsNone) {
  const auto id = [](std::string_view country) {
    return resolve_zone(system_zones(), "Pacific Standard Time", country).value().id;
  };
  EXPECT_EQ(id("CA"), "America/Vancouver");
  EXPECT_EQ(id("ca"), "America/Vancouver");
  for (const auto* none : {"", "ZZ", "001", "C", "CAN", "C\0", "C[", "../CA", "\xff\xff"}) {
    EXPECT_EQ(id(none), "America/Los_Angeles") << none;
  }
}

TEST(WindowsZones, AreFlaggedWhereTheyAreAFixedOffset) {
  for (const auto* name : {"UTC", "UTC-11", "UTC+12", "UTC-02"}) {
    EXPECT_TRUE(resolve_zone(system_zones(), name).value().fixed_offset) << name;
  }
  EXPECT_FALSE(resolve_zone(system_zones(), "Romance Standard Time").value().fixed_offset);
}

}  // namespace
}  // namespace daypass::calendar

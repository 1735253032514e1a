#include "windows_zone.hpp"

#include "daypass/calendar/zone_database.hpp"

#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>

namespace daypass::calendar {
namespace {

/// Where ICU's data (CLDR 42 in ICU 72) is older than what governments and Microsoft did since:
/// rows of CLDR 48, looked at before ICU. An empty country is the world's row;
/// a country's own row is here too, since versions of ICU differ in which of the two they mend
/// first.
struct newer_row {
  std::string_view windows_name;
  std::string_view country;
  std::string_view zone;
};

constexpr std::array newer_rows{
    // Kazakhstan left UTC+6 in 2024; the Windows zone stayed there, with no row for KZ.
    newer_row{"Central Asia Standard Time", "", "Asia/Bishkek"},
    newer_row{"Central Asia Standard Time", "KZ", "Asia/Bishkek"},
    // Chihuahua left for Central Time in 2022, and Ojinaga with it.
    newer_row{"Mountain Standard Time (Mexico)", "", "America/Mazatlan"},
    newer_row{"Mountain Standard Time (Mexico)", "MX", "America/Mazatlan"},
    newer_row{"Mountain Standard Time", "MX", "America/Ciudad_Juarez"},
};

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

char upper(char letter) {
  return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

/// Two capital letters, or empty: what isn't a country is as good as none. ZZ is CLDR's "unknown".
std::string region_of(std::string_view country) {
  std::string region(country);
  std::ranges::transform(region, region.begin(), upper);
  const bool letters = std::ranges::all_of(region, [](char c) { return c >= 'A' && c <= 'Z'; });
  return region.size() == 2 && letters && region != "ZZ" ? region : std::string();
}

std::optional<std::string> newer_zone(const zone_snapshot& zones, std::string_view windows_name,
                                      std::string_view country) {
  const auto row = std::ranges::find_if(newer_rows, [&](const newer_row& candidate) {
    return candidate.windows_name == windows_name && candidate.country == country;
  });
  if (row != newer_rows.end() && zones.has_name(row->zone)) return std::string(row->zone);
  return std::nullopt;
}

std::string utf8(const icu::UnicodeString& text) {
  std::string bytes;
  return text.toUTF8String(bytes);
}

/// ICU knows retired names only; where a packager left those out, another name of the zone does.
std::optional<std::string> name_in(const zone_snapshot& zones, const icu::UnicodeString& id) {
  if (auto name = utf8(id); zones.has_name(name)) return name;
  const auto count = icu::TimeZone::countEquivalentIDs(id);
  for (int32_t i = 0; i < count; ++i) {
    if (auto name = utf8(icu::TimeZone::getEquivalentID(id, i)); zones.has_name(name)) return name;
  }
  return std::nullopt;
}

std::set<std::string> read_windows_names() {
  std::set<std::string> names;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> ids(icu::TimeZone::createEnumeration(status));
  while (ids != nullptr && U_SUCCESS(status)) {
    const auto* id = ids->snext(status);
    if (id == nullptr) break;
    icu::UnicodeString windows_name;
    icu::TimeZone::getWindowsID(*id, windows_name, status);
    if (!windows_name.isEmpty()) names.insert(utf8(windows_name));
  }
  return names;
}

}  // namespace

std::optional<std::string> zone_of_windows_name(const zone_snapshot& zones,
                                                std::string_view windows_name,
                                                std::string_view country_alpha2) {
  const auto region = region_of(country_alpha2);
  if (auto zone = newer_zone(zones, windows_name, region)) return zone;
  const icu::UnicodeString name(windows_name.data(), static_cast<int32_t>(windows_name.size()),
                                US_INV);
  icu::UnicodeString id;
  icu::UnicodeString world_id;
  UErrorCode status = U_ZERO_ERROR;
  icu::TimeZone::getIDForWindowsID(name, region.empty() ? nullptr : region.c_str(), id, status);
  icu::TimeZone::getIDForWindowsID(name, nullptr, world_id, status);
  if (U_FAILURE(status) || id.isEmpty()) return std::nullopt;
  // The country's row is missing when ICU fell back to the world's, which may itself be outdated.
  if (id == world_id) {
    if (auto zone = newer_zone(zones, windows_name, "")) return zone;
  }
  return name_in(zones, id);
}

std::optional<std::string> windows_name_spelled_like(std::string_view name) {
  static const std::set<std::string> names = read_windows_names();
  for (const auto& candidate : names) {
    if (std::ranges::equal(candidate, name, {}, lower, lower)) return candidate;
  }
  return std::nullopt;
}

}  // namespace daypass::calendar

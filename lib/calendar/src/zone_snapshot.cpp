#include "zone_snapshot.hpp"

#include "fixed_offset.hpp"
#include "refusal.hpp"

#include "daypass/base/assert.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace daypass::calendar {
namespace {

using std::chrono::floor;
using std::chrono::local_days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr sys_seconds first_second = sys_days(first_year / 1 / 1);
constexpr sys_seconds end_second = sys_days((last_year + std::chrono::years(1)) / 1 / 1);

std::unexpected<error> unknown(std::string_view zone_id, const std::string& version) {
  return refuse(calendar_errc::unknown_zone,
                fmt::format("time zone {} isn't in tzdata {}: check the spelling, or update tzdata",
                            quoted(zone_id), version));
}

std::unexpected<error> out_of_range(std::string_view what) {
  return refuse(calendar_errc::date_out_of_range,
                fmt::format("{} lies outside the years {} to {}: correct the date", what,
                            static_cast<int>(first_year), static_cast<int>(last_year)));
}

result<void> check(const local_time_point& local) {
  if (!local.date.ok()) {
    return refuse(calendar_errc::no_such_date, "no such local date: check day and month");
  }
  if (local.date.year() < first_year || local.date.year() > last_year) {
    return out_of_range("local date");
  }
  if (local.time_of_day < minutes(0) || local.time_of_day >= hours(24)) {
    return refuse(calendar_errc::malformed_time,
                  "local time of day isn't in 00:00 to 23:59: correct it");
  }
  return {};
}

cctz::civil_second civil(const local_time_point& local) {
  return cctz::civil_second(static_cast<int>(local.date.year()),
                            static_cast<unsigned>(local.date.month()),
                            static_cast<unsigned>(local.date.day()), 0, local.time_of_day.count());
}

zone_reading reading(sys_seconds at, seconds offset, std::string abbreviation) {
  const sys_seconds shown = at + offset;
  const auto day = floor<days>(shown);
  return {std::chrono::year_month_day(day), shown - day, offset, std::move(abbreviation)};
}

bool same_letter(char left, char right) {
  const auto fold = [](char letter) {
    return letter == ' ' ? '_' : std::tolower(static_cast<unsigned char>(letter));
  };
  return fold(left) == fold(right);
}

}  // namespace

zone_snapshot::zone_snapshot(std::unique_ptr<state> loaded) : state_(std::move(loaded)) {}
zone_snapshot::~zone_snapshot() = default;

result<std::shared_ptr<const zone_snapshot>> zone_snapshot::load(
    const std::filesystem::path& folder) {
  auto files = read_zone_files(folder);
  if (!files) return std::unexpected(files.error());
  return std::shared_ptr<const zone_snapshot>(
      new zone_snapshot(std::make_unique<state>(std::move(*files))));
}

zone_snapshot::state::state(zone_files read) : files(std::move(read)) {
  zones.reserve(files.zones.size());
  for (const auto& [name, tzif] : files.zones) zones.try_emplace(name, *tzif);
}

result<cctz::time_zone> zone_snapshot::state::find(std::string_view zone_id) const {
  const auto found = zones.find(zone_id);
  if (found == zones.end()) return unknown(zone_id, files.stamp.version);
  const auto& slot = found->second;
  std::call_once(slot.once, [&] { slot.zone = load_cctz_zone(zone_id, slot.tzif); });
  if (!slot.zone) {
    return refuse(calendar_errc::database_damaged,
                  fmt::format("tz database: the file of {} (tzdata {}) can't be understood; "
                              "reinstall the package tzdata",
                              zone_id, files.stamp.version));
  }
  return *slot.zone;
}

const std::string& zone_snapshot::version() const {
  return state_->files.stamp.version;
}

std::string zone_snapshot::digest() const {
  struct context_closer {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  const std::unique_ptr<EVP_MD_CTX, context_closer> hash(EVP_MD_CTX_new());
  DAYPASS_ASSERT(hash != nullptr);
  DAYPASS_ASSERT(EVP_DigestInit_ex2(hash.get(), EVP_sha256(), nullptr) == 1);
  const auto take = [&](const std::string& text) {
    const std::uint64_t size = text.size();
    DAYPASS_ASSERT(EVP_DigestUpdate(hash.get(), &size, sizeof size) == 1);
    DAYPASS_ASSERT(EVP_DigestUpdate(hash.get(), text.data(), text.size()) == 1);
  };
  for (const auto& [name, tzif] : state_->files.zones) {
    take(name);
    take(*tzif);
  }
  std::array<unsigned char, 32> digest{};
  DAYPASS_ASSERT(EVP_DigestFinal_ex(hash.get(), digest.data(), nullptr) == 1);
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

bool zone_snapshot::has_name(std::string_view name) const {
  return state_->zones.contains(name);
}

bool zone_snapshot::knows(std::string_view zone_id) const {
  return has_name(zone_id) || offset_of_id(zone_id).has_value();
}

std::optional<std::string> zone_snapshot::name_spelled_like(std::string_view name) const {
  for (const auto& [candidate, tzif] : state_->files.zones) {
    if (std::ranges::equal(candidate, name, same_letter)) return candidate;
  }
  return std::nullopt;
}

std::vector<std::string_view> zone_snapshot::names() const {
  std::vector<std::string_view> all;
  all.reserve(state_->files.zones.size());
  for (const auto& [name, tzif] : state_->files.zones) all.emplace_back(name);
  return all;
}

result<resolved_instant> zone_snapshot::to_instant(std::string_view zone_id,
                                                   const local_time_point& local) const {
  if (auto checked = check(local); !checked) return std::unexpected(checked.error());
  if (const auto offset = offset_of_id(zone_id)) {
    return resolved_instant{sys_days(local.date) + local.time_of_day - *offset, resolution::plain};
  }
  const auto zone = state_->find(zone_id);
  if (!zone) return std::unexpected(zone.error());
  const auto found = zone->lookup(civil(local));
  // `pre` reckons with the offset before the transition: in a gap that lands as far behind it as
  // the local time lay inside, in an overlap on the first of the two.
  const instant at = found.pre;
  switch (found.kind) {
    case cctz::time_zone::civil_lookup::UNIQUE:
      return resolved_instant{at, resolution::plain};
    case cctz::time_zone::civil_lookup::SKIPPED:
      return resolved_instant{at, resolution::shifted_forward};
    case cctz::time_zone::civil_lookup::REPEATED:
      return resolved_instant{at, resolution::earlier_of_two};
  }
  return fail(failure::defect, calendar_errc::database_damaged,
              "tz database: cctz gave a lookup of no kind; report it as a bug");
}

result<zone_reading> zone_snapshot::to_local(std::string_view zone_id, instant at) const {
  // A day of slack on both sides: a local time in range has an instant that must read back.
  if (at < first_second - days(1) || at >= end_second + days(1)) return out_of_range("instant");
  const auto second = floor<seconds>(at);
  if (const auto offset = offset_of_id(zone_id)) return reading(second, *offset, "UTC");
  const auto zone = state_->find(zone_id);
  if (!zone) return std::unexpected(zone.error());
  const auto found = zone->lookup(second);
  return reading(second, seconds(found.offset), found.abbr);
}

}  // namespace daypass::calendar

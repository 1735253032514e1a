#pragma once
// A tz database of our own making, and what its table says of every local time: the expectation of
// a checker then rests on this table, and not on the library that the product asks.

#include "daypass/base/time.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace daypass::simulation {

/// A change of a zone's clocks, as who stands there sees it: when they show `date` and `time`, they
/// are set to run with `offset` from then on.
struct zone_change {
  std::chrono::year_month_day date;
  minutes time;
  minutes offset;  ///< East of UTC is positive.
};

/// A zone in one version of the table.
struct made_up_zone {
  std::string_view name;
  minutes offset;                    ///< Before the first change.
  std::vector<zone_change> changes;  ///< By time.
};

/// Whether, and how, a local time is not there just once.
enum class oddity : std::uint8_t {
  skipped,   ///< In a gap.
  repeated,  ///< In an overlap.
};

/// A local time in a gap or an overlap, for stories to aim at.
struct odd_night {
  std::string_view zone;
  std::chrono::year_month_day date;
  minutes time_of_day;
  oddity how = oddity::skipped;
};

/// The three versions on disk: folders as /usr/share/zoneinfo is, and a link that leads to one.
class made_up_zones {
 public:
  /// Each differs from the one before: changes moved by a day or an hour, cancelled or new, an
  /// offset corrected. All have the same names.
  static constexpr std::array<std::string_view, 3> versions = {"sim-a", "sim-b", "sim-c"};

  /// Writes them below `scratch`, which must exist, and uses the first.
  explicit made_up_zones(std::filesystem::path scratch);

  /// Puts another version in force, in one step: whoever reads the folder sees one or the other.
  void use(std::size_t version);

  /// The version in force: its index.
  [[nodiscard]] std::size_t used() const { return used_; }

  /// For calendar::zone_database::open; the same for all versions.
  [[nodiscard]] std::filesystem::path folder() const { return scratch_ / "current"; }

 private:
  std::filesystem::path scratch_;
  std::size_t used_ = 0;
};

/// The names of all zones, the same in every version.
[[nodiscard]] std::span<const std::string_view> zone_names();

/// The table itself, in the order of zone_names().
[[nodiscard]] std::span<const made_up_zone> zone_table(std::size_t version);

/// When clocks in `zone` show this, by the table alone: a time in a gap is shifted forward by the
/// gap, of a time that comes twice it is the earlier.
[[nodiscard]] instant expected_instant(std::size_t version, std::string_view zone,
                                       std::chrono::year_month_day date, minutes time_of_day);

/// Local times in the gaps and overlaps of a version: first, middle and last minute of each, and of
/// a skipped day also its morning.
[[nodiscard]] std::span<const odd_night> odd_nights(std::size_t version);

}  // namespace daypass::simulation
